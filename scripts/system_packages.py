"""Finds the programs that tests and checks need from the system; installs them where it may, else says which to get.

    python scripts/system_packages.py test      Chromium, nginx, LibreOffice, which opens the office files
    python scripts/system_packages.py check     gettext

Installs with apt-get on Debian and its kin, and only as root; asks nothing and changes nothing where all is there.
"""

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Program:
    """`places` are globs of folders, besides PATH, where Debian keeps the program."""

    names: tuple[str, ...]
    package: str
    places: tuple[str, ...] = ()

    def find(self) -> str | None:
        # The newest version of a program that is installed in several.
        folders = [folder for place in self.places for folder in sorted(glob.glob(place), reverse=True)]
        path = os.pathsep.join([os.environ.get("PATH", ""), *folders])
        return next((found for name in self.names if (found := shutil.which(name, path=path))), None)


POSTGRES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/pgsql-*/bin")
PROGRAMS = {
    "initdb": Program(("initdb",), "postgresql", POSTGRES),
    "postgres": Program(("postgres",), "postgresql", POSTGRES),
    "pg_dump": Program(("pg_dump",), "postgresql-client", POSTGRES),
    "psql": Program(("psql",), "postgresql-client", POSTGRES),
    "pg_restore": Program(("pg_restore",), "postgresql-client", POSTGRES),
    "redis": Program(("redis-server", "valkey-server"), "redis-server"),
    "chromium": Program(("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "nginx": Program(("nginx",), "nginx", ("/usr/sbin",)),
    "xgettext": Program(("xgettext",), "gettext"),
    "soffice": Program(("soffice", "libreoffice"), "libreoffice-writer-nogui libreoffice-calc-nogui"),
}
SETS = {"test": ("chromium", "nginx", "pg_dump", "pg_restore", "soffice"), "check": ("xgettext",)}


class Missing(SystemExit):
    """Says what to install and ends the program."""


def need(names: Iterable[str]) -> dict[str, str]:
    """The paths of the named programs; installs what is missing or raises Missing with the list."""
    names = list(names)
    absent = _absent(names)
    if absent and _may_install():
        _install(absent)
        absent = _absent(names)
    if absent:
        raise Missing(
            f"Missing system packages: {' '.join(absent)}\n"
            f"On Debian or Ubuntu:  sudo apt-get install --no-install-recommends {' '.join(absent)}"
        )
    return {name: PROGRAMS[name].find() or "" for name in names}


def _absent(names: Iterable[str]) -> list[str]:
    return sorted(
        {package for name in names if not PROGRAMS[name].find() for package in PROGRAMS[name].package.split()}
    )


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: list[str]) -> None:
    print(f"Installing {' '.join(packages)} ...", flush=True)
    # The run level keeps Debian from starting the servers it installs.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    quiet = {"env": environment, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "-qq", "update"], check=False, **quiet)
    subprocess.run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages], check=False, **quiet)


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        need(SETS[wanted])
