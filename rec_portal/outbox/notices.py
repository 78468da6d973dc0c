"""The contract between the outbox and whoever has something to say."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class CalendarPart:
    """A calendar file that travels as text/calendar: `method` is REQUEST or CANCEL."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Rendered:
    """A message in the recipient's language. `secrets` are the personal links in it, to be blanked where it is kept."""

    subject: str
    text: str
    html: str
    calendar: CalendarPart | None = None
    secrets: tuple[str, ...] = field(default=())


class Notice(Protocol):
    """One kind of message; asked at the moment of sending, outside any transaction."""

    def load(self, message: Any) -> Any:
        """The object the message is about with all that `unwanted` and `render` need; None when it is gone."""

    def unwanted(self, message: Any, subject: Any, now: datetime) -> str | None:
        """Why the message should no longer go out, as a short sentence in the portal's language; None to send it."""

    def render(self, message: Any, subject: Any) -> Rendered:
        """Called with the recipient's language active."""


_notices: dict[str, Notice] = {}
_labels: dict[str, Any] = {}


def register(kind: str, notice: Notice, label: Any) -> None:
    """`kind` is "<app>.<what>"; `label` says in words what it is, for the mail log."""
    _notices[kind] = notice
    _labels[kind] = label


def notice_of(kind: str) -> Notice:
    return _notices[kind]


def label_of(kind: str) -> Any:
    return _labels.get(kind, kind)


def kinds() -> list[tuple[str, Any]]:
    return sorted(_labels.items())


Clock = Callable[[], datetime]
