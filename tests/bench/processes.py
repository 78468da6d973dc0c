"""What processes use: CPU seconds and memory, read from the system."""

from collections.abc import Iterable
from pathlib import Path

import psutil

MEGABYTE = 1024 * 1024


def family_of(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def cpu_seconds(processes: Iterable[psutil.Process]) -> float:
    return sum(_cpu(process) for process in processes)


def _cpu(process: psutil.Process) -> float:
    """From the scheduler in nanoseconds where the system tells; the usual counters go in steps of 10 ms."""
    tasks = list(Path(f"/proc/{process.pid}/task").glob("*/schedstat"))
    if tasks:
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9
    times = process.cpu_times()
    return times.user + times.system


def largest_memory(processes: Iterable[psutil.Process]) -> float:
    """Resident megabytes of the largest of them, what it shares with others counted in full."""
    return max(process.memory_info().rss for process in processes) / MEGABYTE


def whole_memory(processes: Iterable[psutil.Process]) -> float:
    """Megabytes of all together, each shared page divided among those who share it."""
    return sum(process.memory_full_info().pss for process in processes) / MEGABYTE
