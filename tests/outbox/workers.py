"""Real Celery workers and schedulers for tests, to be killed and started again."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
QUIET = ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]


def wait_until(condition: Callable[[], Any], seconds: float, what: str) -> None:
    """Asks again and again until `condition` holds; fails the test when it does not within `seconds`."""
    pause, ends = threading.Event(), time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, f"not within {seconds} s: {what}"
        pause.wait(0.05)


@dataclass
class Workers:
    """One worker with `concurrency` pool processes, and schedulers beside it, on a queue of their own."""

    folder: Path
    broker: str
    mail_port: int
    concurrency: int = 1
    processes: list[subprocess.Popen] = field(default_factory=list)
    worker: subprocess.Popen | None = None
    kills: int = 0

    def __post_init__(self) -> None:
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.outbox.worker_settings",
            "PYTHONPATH": str(ROOT),
            "WORKER_DATABASE": connection.settings_dict["NAME"],
            "WORKER_MAIL_PORT": str(self.mail_port),
            "WORKER_BROKER": self.broker,
            "WORKER_QUEUE": f"test-{uuid4().hex}",
        }

    def start_worker(self) -> None:
        options = ["--pool", "prefork", "--concurrency", str(self.concurrency), *QUIET]
        self.worker = self._start("worker", *options)

    def start_beat(self) -> None:
        schedule = self.folder / f"beat-{len(self.processes)}"
        self._start("beat", "--schedule", str(schedule), "--pidfile", "", "--loglevel", "WARNING")

    def kill_pool_process(self) -> bool:
        """kill -9 of one process that does the work; its parent starts another one. False when there is none now."""
        assert self.worker is not None
        with contextlib.suppress(psutil.Error):
            for child in psutil.Process(self.worker.pid).children():
                child.kill()
                self.kills += 1
                return True
        return False

    def kill_worker(self) -> None:
        """kill -9 of the whole worker, parent and all."""
        assert self.worker is not None
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait(10)
        self.processes.remove(self.worker)
        self.kills += self.concurrency

    def stop(self) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        self.processes.clear()

    def log(self) -> str:
        return "\n".join(f"--- {path.name}\n{path.read_text()[-4000:]}" for path in sorted(self.folder.glob("*.log")))

    def _start(self, program: str, *options: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", "rec_portal", program, *options]
        with (self.folder / f"{program}-{len(self.processes)}.log").open("a") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process
