"""Runs a command with PostgreSQL and Redis beside it.

    python scripts/with_services.py pytest -n 2

Servers named by DATABASE_URL and REDIS_URL are taken as they are. Whichever is not named is started here: a throw-away
one with its data in a temporary folder, on a free port of this machine only, and ended with the command. Ends with the
command's own exit status.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dying_with_parent import end_with_parent
from system_packages import need

START_SECONDS = 60
# Nothing here has to survive a power cut.
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def unprivileged() -> str | None:
    """PostgreSQL refuses to run as root; root lends it to another account."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in names)


@contextlib.contextmanager
def running(name: str, command: list[str], port: int, log: Path, **options) -> Iterator[None]:
    """The server `command`, from the moment `port` answers until the end of the block."""
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
        try:
            await_start(name, server, port, log)
            yield
        finally:
            stop(server)


def await_start(name: str, server: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{name} did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.05)


def stop(server: subprocess.Popen) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGINT)  # for PostgreSQL a fast shutdown: it does not wait for clients
        try:
            server.wait(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    programs = need(["initdb", "postgres"])
    account = unprivileged()
    data = folder / "postgres"
    data.mkdir()
    if account:
        folder.chmod(0o755)
        shutil.chown(data, account)
    # A UTF-8 character type: in a C one, lower() and ILIKE fail on Cyrillic.
    shape = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres", "--no-sync"]
    make = [programs["initdb"], "-D", str(data), *shape]
    made = subprocess.run(make, user=account, cwd="/", capture_output=True, text=True, check=False)
    if made.returncode:
        raise SystemExit(f"initdb failed:\n{made.stdout}{made.stderr}")
    port = free_port()
    settings = [*CARELESS, "listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"]
    command = [programs["postgres"], "-D", str(data), "-p", str(port)]
    command += [part for setting in settings for part in ("-c", setting)]
    options = {"user": account, "cwd": "/", "preexec_fn": end_with_parent(signal.SIGINT)}
    with running("PostgreSQL", command, port, folder / "postgres.log", **options):
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[str]:
    program = need(["redis"])["redis"]
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    options = {"cwd": folder, "preexec_fn": end_with_parent(signal.SIGTERM)}
    with running("Redis", command, port, folder / "redis.log", **options):
        yield f"redis://127.0.0.1:{port}/0"


SERVICES: dict[str, Callable[[Path], contextlib.AbstractContextManager[str]]] = {
    "DATABASE_URL": postgres,
    "REDIS_URL": redis,
}


def main(command: list[str]) -> int:
    # SIGTERM unwinds the blocks, so that the servers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with contextlib.ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="rec-portal-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(temporary))
        environment = dict(os.environ)
        for name, service in SERVICES.items():
            if not environment.get(name):
                environment[name] = stack.enter_context(service(folder))
        child = subprocess.Popen(command, env=environment)
        try:
            return child.wait()
        except BaseException:
            child.terminate()
            child.wait()
            raise


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1:]))
