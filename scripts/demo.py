"""The demo: the portal with invented people on this machine, no server to install. Everything ends with Ctrl-C.

    python scripts/demo.py            what `make demo` runs; PORT and HOST come from the environment
    python scripts/demo.py --reset    throws the demo's data away, so that the next start begins afresh

It starts three programs, the same code as in production: the web server, a worker and the scheduler (beat). They share
one SQLite file and a broker made of folders under var/demo/.
"""

import argparse
import contextlib
import fcntl
import gc
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from dying_with_parent import end_with_parent
from prepare_demo import ROOT, remember, stale_parts
from process_family import ChildDied, Family

READY_SECONDS = 60
ACCOUNTS = (
    ("secretariat@demo.example.org", "secretariat: calls meetings, reads the mail log"),
    ("admin@demo.example.org", "administrator"),
    ("admin2@demo.example.org", "second administrator"),
    ("excom@demo.example.org", "chair of the Executive Committee"),
    ("chair.a@demo.example.org", "chair of working group a"),
    ("kz.a@demo.example.org", "Kazakhstan, deciding seat in group a"),
    ("uz.b@demo.example.org", "Uzbekistan, deciding seat in group b only"),
    ("observer.a@demo.example.org", "observer in group a"),
    ("focal.unicef@demo.example.org", "focal point of UNICEF"),
)


def stop_with(message: str) -> NoReturn:
    print(f"\n{message}", file=sys.stderr)
    raise SystemExit(1)


class Demo:
    def __init__(self, folder: Path, host: str, port: int) -> None:
        self.folder, self.host, self.port = folder, host, port
        self.database = folder / "demo.sqlite3"
        self.broker = folder / "broker"
        self.marks = folder / "made.json"
        self.address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"
        self.passphrase = os.environ.get("DEMO_PASSPHRASE", "demo-only-passphrase")
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "rec_portal.settings.demo",
            "DEMO_DATABASE": str(self.database),
            "DEMO_BROKER": str(self.broker),
            "DEMO_DOCUMENTS": str(self.folder / "documents"),
            "SITE_URL": os.environ.get("SITE_URL", self.address),
            "PYTHONUNBUFFERED": "1",
        }

    def run(self) -> None:
        self.check_port()
        with self.alone():
            self.prepare()
            self.clear_leavings()
            family = Family(self.folder / "logs")
            try:
                self.load()
                self.start(family)
                self.await_ready(family)
                self.welcome()
                while True:
                    family.check()
                    time.sleep(0.5)
            except ChildDied as death:
                stop_with(f"The demo stops: {death}.\nIts last lines:\n\n{death.child.last_lines()}")
            finally:
                family.stop()

    def check_port(self) -> None:
        """Before anything is made, so that a busy port costs nobody a wait."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                stop_with(
                    f"Port {self.port} cannot be used ({error.strerror}). Is another demo or program running there?\n"
                    f"Choose another one:  make demo PORT={self.port + 1}"
                )

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """One demo per data set; the lock goes with the process, however it ends."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                stop_with("A demo is already running from this folder. Stop it first (Ctrl-C in its window).")
            yield

    def prepare(self) -> None:
        parts = stale_parts(self.marks, self.database)
        if not parts:
            return
        if "data" in parts:
            print("Making the first data set ...", flush=True)
        command = [sys.executable, str(ROOT / "scripts/prepare_demo.py"), str(self.database), *parts]
        made = subprocess.run(command, env=self.environment, cwd=ROOT, check=False, preexec_fn=end_with_parent())
        if made.returncode:
            stop_with("The demo could not be prepared; see the message above. `make demo-reset` starts afresh.")
        remember(self.marks)

    def clear_leavings(self) -> None:
        """Waiting tasks and pid files of a run that was cut off: mail rows are the truth, a task is only a bell."""
        shutil.rmtree(self.broker, ignore_errors=True)
        for leaving in self.folder.glob("beat*"):
            leaving.unlink(missing_ok=True)

    def load(self) -> None:
        """Loads the portal once, before the three programs part ways: no connection and no thread exists yet."""
        os.environ.update(self.environment)
        os.chdir(ROOT)
        sys.path.insert(0, str(ROOT))
        gc.disable()  # thousands of objects come and none goes
        import_module("rec_portal.wsgi")
        gc.enable()
        gc.freeze()  # what is shared stays shared

    def lay_queue(self) -> None:
        """Worker and scheduler both write down the queue when they begin; one that found it half written would fall."""
        app = import_module("rec_portal.celery").app
        with app.connection_for_write() as connection:
            for queue in app.amqp.queues.values():
                queue.bind(connection.default_channel).declare()

    def start(self, family: Family) -> None:
        self.lay_queue()
        gunicorn = import_module("gunicorn.app.wsgiapp").run
        celery = import_module("celery.bin.celery").main
        bind = ["--bind", f"{self.host}:{self.port}"]
        family.start("web", gunicorn, "--config", str(ROOT / "deploy/gunicorn.demo.py"), *bind, "rec_portal.wsgi")
        portal = ["-A", "rec_portal"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
        family.start("worker", celery, *portal, "worker", "--pool", "solo", *quiet)
        schedule = ["--schedule", str(self.folder / "beat-schedule"), "--pidfile", "", "--loglevel", "INFO"]
        family.start("beat", celery, *portal, "beat", *schedule)

    def await_ready(self, family: Family) -> None:
        """Until web, broker, worker and scheduler have all been heard: /readyz sees a tick that went through them."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._answers("/readyz"):
            family.check()
            if time.monotonic() > deadline:
                stop_with(f"The portal is not ready at {self.address} after {READY_SECONDS} s; see {family.logs}.")
            time.sleep(0.1)

    def _answers(self, path: str) -> bool:
        host = "127.0.0.1" if self.host == "0.0.0.0" else self.host
        try:
            with urllib.request.urlopen(f"http://{host}:{self.port}{path}", timeout=5) as response:
                return response.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def welcome(self) -> None:
        width = max(len(email) for email, _ in ACCOUNTS)
        print(f"\nREC Portal is ready:  {self.address}/\n")
        print(f"Sign in with one of these addresses and the passphrase  {self.passphrase}\n")
        for email, who in ACCOUNTS:
            print(f"  {email:<{width}}  {who}")
        print("\nNo mail leaves this machine: read it under /mail/ as the secretariat. Stop with Ctrl-C.\n", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description="The portal's demo.")
    options.add_argument("--reset", action="store_true", help="throw the demo's data away")
    options.add_argument("--folder", type=Path, default=ROOT / "var/demo", help="where its data lives")
    chosen = options.parse_args()
    demo = Demo(chosen.folder.resolve(), os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT") or 8000))
    if chosen.reset:
        with demo.alone():
            pass
        shutil.rmtree(demo.folder)
        print("The demo's data is gone. `make demo` makes it anew.")
        return
    if os.environ.get("MAKELEVEL") and (ask := end_with_parent()):
        ask()  # started by make: ends with it, even when make is killed outright
    # A shell that starts a program in the background has it ignore Ctrl-C; the demo still ends with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):
        demo.run()
    print("Stopped.")


if __name__ == "__main__":
    main()
