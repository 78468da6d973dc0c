"""What must not lie in the repository, and what every requirement must carry."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

# Where a package came from, or where a developer's checkout lies, is nobody else's business.
FOREIGN = {
    "registry address": re.compile(
        # Written in pieces, so that this file names none of them either.
        r"files\.python"
        r"hosted\.org|py"
        r"pi\.org/(?:simple|packages)|registry\.(?:npm"
        r"js\.org|yarn"
        r"pkg\.com)"
        r"|--(?:extra-)?index-url|\"resolved\":\s*\"http",
        re.I,
    ),
    "path of one machine": re.compile(r"(?<![\w.])/(?:root|home/[a-z]\w*|Users/\w+|work/\w+)/"),
    "private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}
TOP = {
    *(".ci", ".dockerignore", ".editorconfig", ".gitignore", "CHANGELOG.md", "Dockerfile", "Makefile", "README.md"),
    *("councils", "deploy", "docker-compose.yml", "docs", "locale", "manage.py", "meetings", "pyproject.toml"),
    *("rec_portal", "requirements", "scripts", "static", "templates", "tests", "working_groups"),
}
LOCKS = {"uv.lock", "pylock.toml", "package-lock.json", "yarn.lock"}
BINARY = {".png", ".woff2", ".ico", ".mo", ".jpg"}
THIS = Path(__file__).name


def committed() -> list[Path]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def foreign(text: str) -> list[str]:
    return [name for name, pattern in FOREIGN.items() if pattern.search(text)]


def requirements(name: str) -> list[str]:
    lines = (ROOT / "requirements" / name).read_text().replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith(("#", "-r"))]


def test_nothing_foreign_is_committed():
    found = {}
    for path in committed():
        if path.suffix not in BINARY and path.name != THIS and (kinds := foreign(path.read_text(errors="replace"))):
            found[str(path.relative_to(ROOT))] = kinds
    assert not found


def test_the_top_holds_what_it_is_known_to_hold():
    """Whatever a program left behind there was not meant to be committed."""
    found = {path.relative_to(ROOT).parts[0] for path in committed()}
    assert found - TOP == set()


def test_no_lock_file_with_addresses_is_committed():
    assert not [path for path in committed() if path.name in LOCKS]


@pytest.mark.parametrize("name", ["base.txt", "test.txt"])
def test_every_requirement_is_pinned_and_hashed(name):
    lines = requirements(name)
    assert lines
    assert not [line for line in lines if "==" not in line.split(";")[0] or "--hash=sha256:" not in line]


@pytest.mark.parametrize("name", ["base.in", "test.in"])
def test_every_requirement_has_a_floor(name):
    assert not [line for line in requirements(name) if ">=" not in line]


def test_what_is_pinned_for_production_is_pinned_alike_for_the_tests():
    def pins(name: str) -> set[str]:
        return {line.split()[0] for line in requirements(name)}

    assert pins("base.txt") <= pins("test.txt")


@pytest.mark.parametrize(
    "text",
    [
        "https://files.python" + "hosted.org/packages/ab/cd.whl",
        '"resolved": "https://mirror.example/x.tgz"',
        "cd /home/anna/portal",
        "-----BEGIN RSA PRIVATE KEY-----",
    ],
)
def test_something_foreign_is_noticed(text):
    assert foreign(text)
