"""The container files are valid and keep their promises, also where no container engine runs."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.architecture.sources import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
ONE_SHOT = {"migrate", "certificate"}
OURS = {"web", "worker", "beat", *ONE_SHOT}
SERVICE_KEYS = {
    "image", "build", "environment", "volumes", "ports", "user", "read_only", "tmpfs", "cap_drop", "security_opt",
    "restart", "networks", "depends_on", "healthcheck", "command", "stop_grace_period", "init", "shm_size",
}  # fmt: skip
VARIABLE = re.compile(r"\$\{(\w+)(:?[-?][^}]*)?\}")


def test_the_services_of_the_contract_are_there():
    assert {"proxy", "web", "worker", "beat", "database", "broker", "mail"} <= set(SERVICES)
    assert all(set(service) <= SERVICE_KEYS for service in SERVICES.values())


def test_only_the_proxy_publishes_ports():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert not [name for name, service in SERVICES.items() if service.get("network_mode")]


def test_the_inner_network_leads_nowhere():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    reach_out = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert reach_out == {"proxy", "worker"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_each_service_is_closed_in(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert name in OURS or service["user"].split(":")[0] != "0"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_each_lasting_service_tells_how_it_is(name):
    check = SERVICES[name]["healthcheck"]
    assert check == {"disable": True} if name in ONE_SHOT else check["test"][0] == "CMD"


def test_what_is_waited_for_can_be_waited_for():
    for name, service in SERVICES.items():
        for other, how in (service.get("depends_on") or {}).items():
            expected = "service_completed_successfully" if other in ONE_SHOT else "service_healthy"
            assert how["condition"] == expected, (name, other)
    assert "migrate" in SERVICES["web"]["depends_on"]


def test_every_file_that_is_named_exists():
    for service in SERVICES.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (ROOT / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"], volume
        for word in service.get("command") or ():
            assert not word.endswith(".py") or (ROOT / word).is_file(), word


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text()
    demanded = {name for name, rest in VARIABLE.findall(text) if rest.startswith(":?")}
    assert {"SECRET_KEY", "POSTGRES_PASSWORD", "SITE_URL", "ALLOWED_HOSTS"} <= demanded
    assert not [name for name, rest in VARIABLE.findall(text) if name in demanded and not rest.startswith(":?")]


def test_every_variable_is_known_where_it_is_read():
    read = set()
    for path in [*(ROOT / "rec_portal/settings").glob("*.py"), *(ROOT / "deploy").glob("*.py")]:
        read |= set(re.findall(r"""(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)\"""", path.read_text()))
    given = set(SERVICES["web"]["environment"]) | set(SERVICES["worker"]["environment"])
    assert given <= read | {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    example = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / "deploy/example.env").read_text(), re.M))
    assert {name for name, _ in VARIABLE.findall((ROOT / "docker-compose.yml").read_text())} == example


def test_the_composition_is_what_docker_itself_understands(tmp_path):
    """Asks Docker's own parser where there is one; the tests above stand where there is none."""
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        return
    environment = tmp_path / ".env"
    environment.write_text("SECRET_KEY=x\nPOSTGRES_PASSWORD=x\nSITE_URL=https://localhost\nALLOWED_HOSTS=localhost\n")
    command = [docker, "compose", "--env-file", str(environment), "config", "--quiet"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]  # type: ignore[misc]


def test_the_image_runs_as_nobody_special_and_installs_by_hash():
    words = instructions()
    assert [word for word, _ in words].count("FROM") == 2
    assert [rest for word, rest in words if word == "USER"] == ["10001:10001"]
    assert all("--require-hashes" in rest for word, rest in words if "pip install" in rest)
    assert any(word == "HEALTHCHECK" for word, _ in words)
    known = {"FROM", "ENV", "RUN", "COPY", "WORKDIR", "USER", "EXPOSE", "HEALTHCHECK", "CMD"}
    assert {word for word, _ in words} <= known


def test_the_image_gets_every_file_it_uses_and_no_more():
    wanted = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert not [name for name in wanted if name != "locale" and not (ROOT / name).exists()]
    text = (ROOT / "Dockerfile").read_text() + (ROOT / "docker-compose.yml").read_text()
    used = set(re.findall(r"\b((?:deploy|scripts)/\w[\w.]*\.py)\b", text)) - {"scripts/make_env.py"}
    assert used <= {name for name in wanted if name.endswith(".py")}
    assert not [name for name in wanted if name.startswith((".git", "tests", "var", ".env"))]


def test_the_commands_are_words_that_a_shell_would_read_alike():
    for service in SERVICES.values():
        command = service.get("command") or []
        assert all(isinstance(word, str) for word in command), command
        assert shlex.split(shlex.join(command)) == command


def test_the_environment_file_gets_secrets_of_its_own():
    import sys

    sys.path.insert(0, str(ROOT / "scripts"))
    from make_env import filled

    example = Path(ROOT / "deploy/example.env").read_text()
    one, other = (dict(re.findall(r"^(\w+)=(.*)$", filled(example, "https://p.example.org"), re.M)) for _ in range(2))
    assert one["ALLOWED_HOSTS"] == "p.example.org"
    assert len(one["SECRET_KEY"]) >= 50
    assert one["SECRET_KEY"] != other["SECRET_KEY"]
    assert one["POSTGRES_PASSWORD"] != other["POSTGRES_PASSWORD"]
    assert not re.search(r"^(SECRET_KEY|POSTGRES_PASSWORD)=.", example, re.M)


def test_migrations_wait_for_a_lock_only_so_long():
    assert (
        SERVICES["migrate"]["environment"]["MIGRATION_LOCK_TIMEOUT_SECONDS"] == "${MIGRATION_LOCK_TIMEOUT_SECONDS:-5}"
    )
