"""The agenda as people type it: one line for each item."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation.prepared import PreparedQuery
from rec_portal.foundation.records import erase, store
from rec_portal.foundation.refusals import InvalidInput

AGENDA_LINE = re.compile(
    # At most three digits, so that a year at the end of a title ("Plans for 2024, 2025") stays a year.
    r"^(?P<title>.+?)(?:\s*,\s*(?P<minutes>\d{1,3})(?:\s*(?:minutes?|mins?|минут[аы]?|мин)\.?)?"
    r"(?:\s*,\s*(?P<presenter>.+))?)?$"
)
LONGEST_AGENDA = 100
LONGEST_TITLE, LONGEST_PRESENTER = 300, 160
LONGEST_LINE = LONGEST_TITLE + LONGEST_PRESENTER + 20


@dataclass(frozen=True)
class AgendaLine:
    title: str
    minutes: int | None = None
    presenter: str = ""


def _items(meeting: int) -> QuerySet:
    return (
        AgendaItem.objects.filter(meeting=meeting)
        .order_by("position", "id")
        .values_list("title", "minutes", "presenter")
    )


_ITEMS = PreparedQuery(_items)


def agenda_of(meeting: Meeting) -> list[AgendaLine]:
    """The meeting's agenda in its order."""
    return [AgendaLine(*row) for row in _ITEMS.rows(meeting=meeting.pk)]


def read_agenda(text: str) -> list[AgendaLine]:
    """Reads one item a line, "title, minutes, presenter"; only the title is needed.

    Raises InvalidInput on field "agenda", naming the line, for a title that is too long or minutes out of range.
    """
    rows = ((number, row.strip()) for number, row in enumerate(text.splitlines(), start=1))
    lines = [_read_line(number, row) for number, row in rows if row]
    if len(lines) > LONGEST_AGENDA:
        raise InvalidInput(_("An agenda has at most %(count)d items.") % {"count": LONGEST_AGENDA}, field="agenda")
    return lines


def _read_line(number: int, row: str) -> AgendaLine:
    # Before the pattern is tried: it takes its time over a line of ten thousand blanks.
    found = AGENDA_LINE.match(row) if len(row) <= LONGEST_LINE else None
    if found is None:
        raise InvalidInput(_("Line %(number)d is too long.") % {"number": number}, field="agenda")
    title, presenter = found["title"].strip(), (found["presenter"] or "").strip()
    minutes = int(found["minutes"]) if found["minutes"] else None
    if len(title) > LONGEST_TITLE or len(presenter) > LONGEST_PRESENTER:
        raise InvalidInput(_("Line %(number)d is too long.") % {"number": number}, field="agenda")
    if minutes == 0:
        raise InvalidInput(_("Line %(number)d: the minutes cannot be right.") % {"number": number}, field="agenda")
    return AgendaLine(title, minutes, presenter)


def write_agenda(items: Iterable[AgendaItem | AgendaLine]) -> str:
    """The inverse of `read_agenda`."""
    return "\n".join(
        ", ".join(str(part) for part in (item.title, item.minutes, item.presenter) if part not in (None, ""))
        for item in items
    )


def replace_agenda(meeting: Meeting, lines: Sequence[AgendaLine], *, actor: User | None) -> list[dict]:
    """Makes the agenda read as `lines`, keeping the rows of items whose title stays. Returns what changed."""
    before = list(meeting.agenda.order_by("position", "id"))
    old_text = write_agenda(before)
    kept: dict[str, list[AgendaItem]] = {}
    for item in before:
        kept.setdefault(item.title, []).append(item)
    for position, line in enumerate(lines, start=1):
        same = kept.get(line.title)
        item = same.pop(0) if same else AgendaItem(meeting=meeting, title=line.title)
        item.position, item.minutes, item.presenter = position, line.minutes, line.presenter
        store(item, actor=actor)
    for leftover in (item for items in kept.values() for item in items):
        erase(leftover, actor=actor)
    new_text = write_agenda(lines)
    return [] if new_text == old_text else [{"field": "agenda", "old": old_text, "new": new_text}]
