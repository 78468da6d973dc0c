"""What the run needs around it: a temporary folder, databases of its own, servers that end with it."""

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import psycopg2
import redis

from tests.bench.client import HOST
from tests.bench.processes import family_of
from tests.bench.programs import Program, run_to_end, start

WEB_WORKERS = 2
START_SECONDS = 30


class RunBroken(Exception):
    """The run cannot go on; its text says why."""


@dataclass
class Stage:
    """Where things are. Each program gets the next port after `first_port`, whether it listens there or not."""

    folder: Path
    servers_url: str
    redis_url: str
    first_port: int
    programs: list[Program] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def environment(self, database: str, **more: str) -> dict[str, str]:
        return (
            os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
                "BENCH_FOLDER": str(self.folder),
                "DOCUMENT_ROOT": str(self.folder / "documents"),
                "BENCH_QUEUE": self.name_of("queue"),
                "DATABASE_URL": database,
                "REDIS_URL": self.redis_url,
                "SECRET_KEY": "bench-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
                "SITE_URL": f"https://{HOST}",
                "ALLOWED_HOSTS": HOST,
                "DEBUG": "",
                "PYTHONUNBUFFERED": "1",
            }
            | more
        )

    def manage(self, database: str, *command: str, **more: str) -> str:
        return self.python(database, "manage.py", *command, **more)

    def ask(self, database: str, *command: str, **more: str) -> Any:
        """What `tests.bench.prepare` answers, run with the portal's own settings."""
        return json.loads(self.python(database, "-m", "tests.bench.prepare", *command, **more).splitlines()[-1])

    def python(self, database: str, *command: str, check: bool = True, **more: str) -> str:
        """Runs a Python program to its end and returns what it printed; ends the run when it failed."""
        done = run_to_end([*command], self.environment(database, **more))
        if done.returncode and check:
            raise RunBroken(f"{' '.join(command)} failed:\n{done.stdout[-1000:]}{done.stderr[-3000:]}")
        return done.stdout

    def start(self, name: str, command: list[str], database: str, **more: str) -> Program:
        """Starts a program that ends with the run."""
        program = start(name, command, self.environment(database, **more), self.folder / "logs")
        self.programs.append(program)
        return program

    def name_of(self, purpose: str) -> str:
        return f"rec_bench_{self.first_port}_{purpose}"

    def say(self, what: str) -> None:
        """Where the run is, beside the table: it takes minutes."""
        print(f"[{time.monotonic() - self.started:4.0f} s] {what}", file=sys.stderr, flush=True)

    def next_port(self) -> int:
        return self.first_port + len(self.programs)

    def serve(self, name: str, database: str, application: str = "rec_portal.wsgi:application") -> "WebServer":
        """A web server as in production; `name` is also its log's."""
        port = self.next_port()
        command = ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}", application]
        program = self.start(name, command, database, WEB_WORKERS=str(WEB_WORKERS))
        await_port(port, program)
        return WebServer(name, port, program.pid)

    def last_words(self) -> str:
        """The ends of all logs, for whoever must find out why the run broke off."""
        return "\n".join(f"--- {program.name}\n{program.last_lines()}" for program in self.programs)

    def close(self) -> None:
        """Ends all programs; an impatient second Ctrl-C must not leave any behind."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for program in reversed(self.programs):
            program.stop()
        self.programs.clear()
        with redis.Redis.from_url(self.redis_url) as broker:
            broker.delete(self.name_of("queue"))


@dataclass(frozen=True)
class WebServer:
    name: str
    port: int
    pid: int

    @property
    def workers(self) -> list[psutil.Process]:
        return family_of(self.pid)[1:]


def await_port(port: int, program: Program) -> None:
    """Until somebody answers there; ends the run when the program that should has died."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if program.ended or time.monotonic() > deadline:
            raise RunBroken(f"{program.name} does not answer:\n{program.last_lines()}")
        time.sleep(0.05)


@contextmanager
def made_database(stage: Stage, purpose: str, template: str | None = None) -> Iterator[str]:
    """A fresh database beside the server's own, as a copy of another one's or empty; gone at the end of the block.

    Its name has the run's port in it: two runs cannot share a port, so neither touches the other's.
    """
    servers_url, name = stage.servers_url, stage.name_of(purpose)
    source = stage.name_of(template) if template else "template0"
    try:
        _drop(servers_url, name)
        _run(servers_url, f'CREATE DATABASE "{name}" ENCODING \'UTF8\' TEMPLATE "{source}"')
        yield urlsplit(servers_url)._replace(path=f"/{name}").geturl()
    finally:
        _drop(servers_url, name)


def _drop(servers_url: str, name: str) -> None:
    _run(servers_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _run(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def vacuum(url: str) -> None:
    """So that plans rest on the data as it is, and not on whether a background run has come by."""
    _run(url, "VACUUM (ANALYZE)")


def server_settings(url: str) -> dict[str, str]:
    """What decides how much a commit costs, and what fits into memory."""
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, current_setting(name) FROM unnest(%s) AS name", [list(TOLD)])
            return dict(cursor.fetchall())
    finally:
        connection.close()


TOLD = ("server_version", "fsync", "synchronous_commit", "autovacuum", "shared_buffers")
