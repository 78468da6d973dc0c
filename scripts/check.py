"""Everything `make check` asks, one after the other; all answers are shown, and one "no" makes the whole a no."""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
# What production demands, with invented values; no server is asked.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "rec_portal.settings.prod",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DATABASE_URL": "postgres://portal:unused@localhost:5432/portal",
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "EMAIL_URL": "smtp://localhost:25",
}
NO_DATABASE = {"DJANGO_SETTINGS_MODULE": "rec_portal.settings.dev", "DATABASE_URL": "sqlite://:memory:"}

CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("format", [*PYTHON, "ruff", "format", "--check", "."], {}),
    ("lint", [*PYTHON, "ruff", "check", "."], {}),
    ("types", [*PYTHON, "mypy"], {}),
    ("imports", [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"], {}),
    ("templates", [*PYTHON, "djlint", "--lint", "--quiet", "templates"], {}),
    ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], NO_DATABASE),
    ("translations", [sys.executable, "scripts/check_translations.py"], {}),
    ("deployment", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("requirements", [*PYTHON, "pip", "check"], {}),
]


def passes(name: str, command: list[str], environment: dict[str, str]) -> bool:
    started = time.monotonic()
    answer = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    good = answer.returncode == 0
    print(f"{'ok ' if good else 'NO '} {name:<13}{time.monotonic() - started:6.1f} s", flush=True)
    if not good:
        print("    " + answer.stdout.strip().replace("\n", "\n    "), flush=True)
    return good


def main(wanted: list[str]) -> int:
    chosen = [check for check in CHECKS if not wanted or check[0] in wanted]
    refused = [check[0] for check in chosen if not passes(*check)]
    print(f"\nNot in order: {', '.join(refused)}" if refused else "\nAll in order.")
    return len(refused) > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
