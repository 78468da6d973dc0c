"""Starts `scripts/demo.py` as a person would, and watches the whole family of processes."""

import contextlib
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psutil

from tests.architecture.sources import ROOT

PATIENCE = 120
READY = "Stop with Ctrl-C"
# Settings of the test run that a person's shell would not have.
FOREIGN = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "DJANGO_ALLOW_ASYNC_UNSAFE", "PORT", "HOST")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _as_in_the_background() -> None:
    """As a shell starts what is followed by "&": deaf to Ctrl-C, unless it asks to hear it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Demo:
    """A running demo. `family()` is every process of it, alive or not, as soon as it was seen."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder, self.port = folder, port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts/demo.py"), "--folder", str(folder)],
            env=environment | {"PORT": str(self.port)},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=_as_in_the_background,  # noqa: PLW1509 - no threads here
        )
        self.said = ""
        self._seen: dict[int, psutil.Process] = {}

    def await_ready(self) -> float:
        """Seconds from the command to the line that says it is ready."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if READY in line:
                self.family()
                return time.monotonic() - self.started
        raise AssertionError(f"The demo ended before it was ready:\n{self.said}")

    def family(self) -> list[psutil.Process]:
        with contextlib.suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self.process.pid)
            for process in [parent, *parent.children(recursive=True)]:
                self._seen.setdefault(process.pid, process)
        return list(self._seen.values())

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def await_end(self) -> int:
        """The exit status, once nobody of the family is left."""
        status = self.process.wait(timeout=PATIENCE)
        assert self.process.stdout is not None
        self.said += self.process.stdout.read()
        _gone, alive = psutil.wait_procs(self.family(), timeout=20)
        assert not alive, f"still running: {alive}"
        return status

    def interrupt(self) -> int:
        """Ctrl-C: the terminal sends it to the whole foreground group."""
        self.family()
        os.killpg(self.process.pid, signal.SIGINT)
        return self.await_end()

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def await_all_parts(self) -> dict[str, str]:
        """What /readyz says, once database, broker and scheduler are well."""
        deadline = time.monotonic() + PATIENCE
        while True:
            status, text = self.get("/readyz")
            if status == 200 or time.monotonic() > deadline:
                return json.loads(text)["parts"]
            self.process.poll()

    def sign_in(self, email: str, passphrase: str) -> "Visitor":
        visitor = Visitor(self.address)
        visitor.post("/accounts/login/", {"login": email, "password": passphrase})
        return visitor


class Visitor:
    """A browser of the simplest kind: cookies, forms, no scripts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.address + path, timeout=20) as answer:
            return answer.read().decode()

    def post(self, path: str, data: dict[str, str]) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))
        assert token, f"no form at {path}"
        body = urllib.parse.urlencode({**data, "csrfmiddlewaretoken": token[1]}).encode()
        with self.opener.open(self.address + path, body, timeout=20) as answer:
            return answer.read().decode()
