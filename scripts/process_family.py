"""Several programs that live and die together: when one ends, or a person presses Ctrl-C, all of them end."""

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from dying_with_parent import end_with_parent

POLITE_SECONDS = 8


class ChildDied(Exception):
    def __init__(self, child: "Child") -> None:
        self.child = child
        super().__init__(f"{child.name} ended by itself (status {child.status})")


class Child:
    """A forked program that writes to a log of its own. It leads a process group: ending it ends its own children."""

    def __init__(self, name: str, pid: int, log: Path) -> None:
        self.name, self.pid, self.log = name, pid, log
        self.status: int | None = None

    def ended(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status is not None

    def signal_all(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def last_lines(self, count: int = 20) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


class Family:
    """Children share what the parent has loaded, so that Django is loaded once and not once for each of them."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []

    def start(self, name: str, run: Callable[[], object], *argv: str) -> None:
        """Forks, and calls `run` in the child as the program with these command-line arguments."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if not pid:
            _be_child(run, [name, *argv], log)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)  # here as well as in the child: whoever comes first
        self.children.append(Child(name, pid, log))

    def check(self) -> None:
        """Raises ChildDied when one is gone."""
        for child in self.children:
            if child.ended():
                raise ChildDied(child)

    def stop(self) -> None:
        """Asks everybody to end, and insists after a while. Nothing of a child's own is left either."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave orphans
        for child in self.children:
            child.signal_all(signal.SIGTERM)
        deadline = time.monotonic() + POLITE_SECONDS
        while time.monotonic() < deadline and not all(child.ended() for child in self.children):
            time.sleep(0.05)
        for child in self.children:
            child.signal_all(signal.SIGKILL)
            if child.status is None:
                os.waitpid(child.pid, 0)


def _be_child(run: Callable[[], object], argv: list[str], log: Path) -> None:
    """Never returns. Ctrl-C reaches only the parent, since the child leads a group of its own."""
    status = 1
    try:
        os.setpgid(0, 0)
        if ask := end_with_parent(signal.SIGTERM):
            ask()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.argv = argv
        run()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
