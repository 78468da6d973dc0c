"""The contract between the outbox and whoever has something to say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from rec_portal.outbox.words import Fills, escaped, filled


@dataclass(frozen=True)
class CalendarPart:
    """A calendar file that travels as text/calendar: `method` is REQUEST or CANCEL."""

    method: str
    content: bytes


@dataclass(frozen=True)
class Rendered:
    """A message in the recipient's language. `text` and `html` have a mark wherever one of `fills` belongs, if any.

    `secrets` are the personal links in it, to be blanked where it is kept.

    `stop_address` is the page that stops this kind of mail by one press; empty for mail that nobody may do without.
    Of a `personal` message, which speaks of more than the mail log's readers may see, the text is not kept.
    """

    subject: str
    text: str
    html: str
    calendar: CalendarPart | None = None
    fills: Fills = field(default_factory=dict)
    secrets: tuple[str, ...] = field(default=())
    stop_address: str = ""
    personal: bool = False

    def whole(self) -> "Rendered":
        """The same with its personal parts in place, to be read by somebody."""
        text, html = filled(self.text, self.fills), filled(self.html, escaped(self.fills))
        return replace(self, text=text, html=html, fills={})


class Notice(Protocol):
    """One kind of message; asked at most a second before sending, outside any transaction.

    An exception in any of these concerns this one message: it is tried again later and the others go on.
    """

    def load(self, message: Any) -> Any:
        """The object the message is about with all that `unwanted` and `render` need; None when it is gone."""

    def unwanted(self, message: Any, subject: Any, now: datetime) -> str | None:
        """Why the message should no longer go out, as a short sentence; None to send it.

        Called with English active, so that `gettext` gives the form that is kept and shown in any language later.
        Whoever withdraws mail relies on this: a message that a worker holds already is stopped only here.
        """

    def render(self, message: Any, subject: Any) -> Rendered:
        """Called with the recipient's language active."""


class BulkNotice(Notice, Protocol):
    """A notice that goes to many people at once may load for all of them in a few queries.

    The outbox calls `load_many` instead of `load`, for up to a hundred of this kind, at most a second before each
    is sent; each comes with its recipient. A message missing from the answer is about something that is gone.
    """

    def load_many(self, messages: Sequence[Any]) -> Mapping[int, Any]:
        """What `load` would give, by the message's primary key."""


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
