"""The agenda as people type it: one line for each item."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from meetings.agenda.models import AgendaItem
from meetings.agenda.querysets import Everybody
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation import policy
from rec_portal.foundation.prepared import PreparedQuery
from rec_portal.foundation.records import UNSPOKEN, erase, store
from rec_portal.foundation.refusals import InvalidInput, WrongState

AGENDA_LINE = re.compile(
    # At most three digits, so that a year at the end of a title ("Plans for 2024, 2025") stays a year.
    r"^(?P<title>.+?)(?:\s*,\s*(?P<minutes>\d{1,3})(?:\s*(?:minutes?|mins?|минут[аы]?|мин)\.?)?"
    r"(?:\s*,\s*(?P<presenter>.+))?)?$"
)
LONGEST_AGENDA = 100
LONGEST_TITLE, LONGEST_PRESENTER = 300, 160
# From here on two titles are the same item with a slip of the pen put right.
MERELY_CORRECTED = 0.75
# What a line says of an item, and what says nothing to anybody.
UNTOLD_BEYOND_THE_LINE = UNSPOKEN | {"body", "meeting", "position", "title", "minutes", "presenter"}
LONGEST_LINE = LONGEST_TITLE + LONGEST_PRESENTER + 20


@dataclass(frozen=True)
class AgendaLine:
    title: str
    minutes: int | None = None
    presenter: str = ""


@dataclass(frozen=True)
class ShownItem:
    """An agenda item as one reader may see it. `number` counts all items, so that everybody calls it by the same one.

    `before` is how many minutes after the start its turn comes; None where an earlier item does not say how long it
    takes.
    """

    pk: int
    public_id: str
    number: int
    title: str
    kind: str
    minutes: int | None
    presenter: str
    description: str
    restricted: bool
    before: int | None


@dataclass(frozen=True)
class Agenda:
    """`minutes` and `complete` speak of all items, so that nobody is told a wrong end: titles are hidden, not time."""

    items: list[ShownItem]
    minutes: int
    complete: bool


def agenda_of(meeting: Meeting, reader: User | Everybody) -> Agenda:
    """The agenda of a meeting that `reader` may see, without the items that they may not.

    `reader` is EVERYBODY for what leaves the portal or is copied: then no restricted item is in it.
    """
    shown, before, known = [], 0, True
    for row in _items(meeting, reader):
        if row.pop("shown"):
            shown.append(ShownItem(number=row.pop("position"), before=before if known else None, **row))
        known = known and bool(row["minutes"])
        before += row["minutes"] or 0
    return Agenda(shown, before, known)


FIELDS = (
    "pk",
    "body_id",
    "public_id",
    "position",
    "title",
    "kind",
    "minutes",
    "presenter",
    "description",
    "restricted",
)
_ALL = PreparedQuery(
    lambda meeting: AgendaItem.objects.filter(meeting=meeting).order_by("position", "id").values_list(*FIELDS)
)


def _items(meeting: Meeting, reader: User | Everybody) -> Iterable[dict[str, Any]]:
    """All items, each with `shown`. Whoever may see the meeting sees what is not restricted; only where something is
    must it be asked who reads it."""
    rows = [dict(zip(FIELDS, row, strict=True)) for row in _ALL.rows(meeting=meeting.pk)]
    for row in rows:
        body = row.pop("body_id")
        row["shown"] = not row["restricted"] or _reads_restricted(reader, meeting, body)
    return rows


def _reads_restricted(reader: User | Everybody, meeting: Meeting, body: int) -> bool:
    """By what was read already: all that the rule asks of an item is its body and its meeting."""
    if isinstance(reader, Everybody):
        return False
    return policy.can_at_hand(reader, "see", AgendaItem(meeting=meeting, body_id=body, restricted=True))


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


def write_agenda(items: Iterable[AgendaItem | AgendaLine | ShownItem]) -> str:
    """The inverse of `read_agenda`."""
    return "\n".join(
        ", ".join(str(part) for part in (item.title, item.minutes, item.presenter) if part not in (None, ""))
        for item in items
    )


def insist_on_open_agenda(meeting: Meeting) -> None:
    """A held meeting's agenda may still be put right, until the record that follows it is adopted."""
    if meeting.state == MeetingState.RECORD_ADOPTED:
        raise WrongState(_("The record of this meeting is adopted; its agenda stays as it is."))


def replace_agenda(meeting: Meeting, lines: Sequence[AgendaLine], *, actor: User | None) -> list[dict]:
    """Makes the agenda read as `lines`. Returns what changed.

    An item keeps its row, with all that a line does not say, while its title stays or is only corrected. One that is
    left out goes to the backlog; it is deleted only where the line said everything there was to it.
    """
    before = list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "id"))
    matched = _matched(before, lines)
    changes = []
    for position, (line, known) in enumerate(zip(lines, matched, strict=True), start=1):
        item = known or AgendaItem(meeting=meeting, body_id=meeting.body_id)
        item.position, item.title = position, line.title
        item.minutes, item.presenter = line.minutes, line.presenter
        if store(item, actor=actor):
            changes.append(change_of(item, "changed" if known else "added"))
    kept = {item.pk for item in matched if item is not None}
    for leftover in (item for item in before if item.pk not in kept):
        changes.append(change_of(leftover, "removed"))
        _put_away(leftover, actor=actor)
    return changes


def change_of(item: AgendaItem, how: str) -> dict[str, Any]:
    """One item of an audit event's changes; `how` is added, changed, moved or removed. It names the row, never the
    words: who reads the event later is shown the title only while they may see the item, also when that was restricted
    in the meantime."""
    return {"field": f"agenda_item_{how}", "old": None, "new": item.pk}


def _matched(items: Sequence[AgendaItem], lines: Sequence[AgendaLine]) -> list[AgendaItem | None]:
    """For each line the item it speaks of: the one with this title, else one whose title was merely corrected."""
    free = list(items)
    matched: list[AgendaItem | None] = []
    for line in lines:
        same = next((item for item in free if item.title == line.title), None)
        if same is not None:
            free.remove(same)
        matched.append(same)
    for number, line in enumerate(lines):
        if matched[number] is None and free:
            nearest = max(free, key=lambda item: _likeness(item.title, line.title))
            if _likeness(nearest.title, line.title) >= MERELY_CORRECTED:
                free.remove(nearest)
                matched[number] = nearest
    return matched


def _likeness(old: str, new: str) -> float:
    return SequenceMatcher(None, old.casefold(), new.casefold(), autojunk=False).ratio()


def _put_away(item: AgendaItem, *, actor: User | None) -> None:
    if _is_a_mere_line(item):
        erase(item, actor=actor)
        return
    item.meeting, item.position = None, 0
    store(item, actor=actor)


def _is_a_mere_line(item: AgendaItem) -> bool:
    """Whether deleting the item would lose nothing but its line. Whatever may hang on an item, or be told of it, is
    asked of the models, so that what another part of the portal adds counts too."""
    said = [field for field in item._meta.concrete_fields if field.name not in UNTOLD_BEYOND_THE_LINE]
    if any(getattr(item, field.attname) != field.get_default() for field in said):
        return False
    return not any(
        relation.related_model._base_manager.filter(**{relation.field.name: item.pk}).exists()
        for relation in item._meta.related_objects
    )
