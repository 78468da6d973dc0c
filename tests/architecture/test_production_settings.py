"""Production refuses to start with a missing or default secret, and its settings pass Django's own deployment check."""

import os
import secrets
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

GOOD = {
    "DJANGO_SETTINGS_MODULE": "rec_portal.settings.prod",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": "postgres://portal:unused@localhost:5432/portal",
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "EMAIL_URL": "smtp://localhost:25",
}
SETTINGS = [*GOOD, "REDIS_URL", "DEBUG", "TIME_ZONE", "SECOND_FACTOR_REQUIRED", "DJANGO_ALLOW_ASYNC_UNSAFE"]


def start(changed: dict[str, str | None], code: str) -> subprocess.CompletedProcess[str]:
    """Runs `code` in a fresh interpreter under production settings; None takes a variable away."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment |= {name: value for name, value in (GOOD | changed).items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


LOAD = "import django; django.setup()"
CHECK = "from django.core.management import call_command; call_command('check', deploy=True, fail_level='WARNING')"


def test_good_settings_start():
    answer = start({}, LOAD)
    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
        ({"SECRET_KEY": "demo-only-key-that-production-refuses-to-start-with"}, "SECRET_KEY"),
        ({"DATABASE_URL": None}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///var/portal.sqlite3"}, "PostgreSQL"),
        ({"SITE_URL": "http://portal.example.org"}, "SITE_URL"),
        ({"SITE_URL": None}, "SITE_URL"),
    ],
)
def test_bad_settings_do_not_start(changed, named):
    answer = start(changed, "from django.conf import settings; settings.DEBUG")
    assert answer.returncode != 0
    assert named in answer.stderr


def test_the_keys_of_other_environments_are_refused():
    for name in ("demo", "dev", "test"):
        source = (ROOT / f"rec_portal/settings/{name}.py").read_text()
        assert "that-production-refuses-to-start-with" in source, name


def test_debug_is_off_unless_said():
    code = (
        LOAD + "; from django.conf import settings; assert settings.DEBUG is False and settings.SECOND_FACTOR_REQUIRED"
    )
    answer = start({}, code)
    assert answer.returncode == 0, answer.stderr


def test_the_deployment_check_is_clean():
    answer = start({}, f"{LOAD}; {CHECK}")
    assert answer.returncode == 0, answer.stderr


def test_the_deployment_check_notices_the_demos_switches():
    switches = "from django.conf import settings; settings.OUTBOX_TIME_TRAVEL = True"
    answer = start({"SECOND_FACTOR_REQUIRED": "off"}, f"{LOAD}; {switches}; {CHECK}")
    assert answer.returncode != 0
    assert "portal.E001" in answer.stderr
    assert "portal.E002" in answer.stderr
