"""Writes .env for `docker compose`: deploy/example.env with random secrets. Leaves a file that is there alone.

python3 scripts/make_env.py [https://portal.example.org]
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


def filled(example: str, site_url: str) -> str:
    values = {
        "SITE_URL": site_url,
        "ALLOWED_HOSTS": urlsplit(site_url).hostname or "",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "POSTGRES_PASSWORD": secrets.token_urlsafe(32),
    }
    lines = []
    for line in example.splitlines():
        name = line.split("=")[0]
        lines.append(f"{name}={values[name]}" if name in values else line)
    return "\n".join(lines) + "\n"


def main(site_url: str = "https://localhost") -> None:
    target = ROOT / ".env"
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SystemExit(".env is there already; nothing was changed.") from None
    with os.fdopen(descriptor, "w") as file:
        file.write(filled((ROOT / "deploy/example.env").read_text(), site_url))
    print(".env is written. Start with:  docker compose up --build")


if __name__ == "__main__":
    main(*sys.argv[1:2])
