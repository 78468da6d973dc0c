"""A child that ends when its parent is killed outright, where the system can do that (Linux)."""

import ctypes
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def end_with_parent(number: int = signal.SIGTERM) -> Callable[[], None] | None:
    """For Popen's `preexec_fn`: the kernel sends signal `number` when the parent is gone. None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number))

    return ask_kernel
