"""The parts of the weekly summary: each room registers what it has to say to a person for the coming week."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

AHEAD, SHOWN = timedelta(days=7), 15


class Line(NamedTuple):
    """What it is, something about it, and the path of its page."""

    what: str
    about: str
    path: str


@dataclass(frozen=True)
class Part:
    """`lines(person)` returns at most SHOWN lines, in the active language."""

    order: int
    heading: Any
    lines: Callable[[Any], list[Line]]


_parts: list[Part] = []


def register(part: Part) -> None:
    _parts.append(part)
    _parts.sort(key=lambda known: known.order)


def parts_for(person: Any) -> list[tuple[Any, list[Line]]]:
    """(heading, lines) of each part that has something to say."""
    return [(part.heading, lines) for part in _parts if (lines := part.lines(person))]
