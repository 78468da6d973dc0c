"""How often Python looks for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# New objects between two looks; Python's own figure is 700.
SELDOM = 20_000


@contextmanager
def seldom_looked_for() -> Iterator[None]:
    """For work that makes and keeps millions of small objects: looking through all of them every few thousand takes a
    fifth of its time and finds hardly anything. What stands in circles is still found, some thousands of objects later.
    """
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
