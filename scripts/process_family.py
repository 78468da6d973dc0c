"""Several programs that live and die together: when one ends, or a person presses Ctrl-C, all of them end."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from dying_with_parent import end_with_parent

POLITE_SECONDS = 8


class ChildDied(Exception):
    def __init__(self, child: "Child") -> None:
        self.child = child
        super().__init__(f"{child.name} ended by itself (status {child.process.returncode})")


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen
    log: Path

    def last_lines(self, count: int = 20) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])


class Family:
    """Each child leads a process group of its own: Ctrl-C reaches only the parent, who ends a child and its own."""

    def __init__(self, logs: Path, environment: dict[str, str], folder: Path) -> None:
        self.logs, self.environment, self.folder = logs, environment, folder
        self.children: list[Child] = []

    def start(self, name: str, command: list[str]) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )
        self.children.append(Child(name, process, log))

    def check(self) -> None:
        """Raises ChildDied when one is gone."""
        for child in self.children:
            if child.process.poll() is not None:
                raise ChildDied(child)

    def stop(self) -> None:
        """Asks everybody to end, and insists after a while. Nothing of a child's own is left either."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave orphans
        for child in self.children:
            self._signal(child, signal.SIGTERM)
        deadline = time.monotonic() + POLITE_SECONDS
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        for child in self.children:
            self._signal(child, signal.SIGKILL)
            child.process.wait()

    @staticmethod
    def _signal(child: Child, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, number)
