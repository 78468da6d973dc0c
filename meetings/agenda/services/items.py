"""Single agenda items: added, written, put in their order, sent to another meeting or to the backlog.

Whoever touches an item takes its meeting's lock first, so that of two people who move items at once one waits for the
other, and the numbers stay 1 to n.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from meetings.agenda.choices import AgendaKind
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import LONGEST_AGENDA, AgendaLine, change_of, insist_on_open_agenda
from meetings.agenda.services.late_restriction import log_exposure
from meetings.meeting.choices import ENDED, EXPECTED, ON, UNANNOUNCED, UNSCHEDULED
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import count_edit
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.hooks import Hook
from rec_portal.foundation.placing import store_places
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, Refusal, StaleEdit, WrongState

UP, DOWN = "up", "down"
# An item may be sent to the agenda of a meeting in these states.
TAKES_ITEMS = (*UNSCHEDULED, *EXPECTED, *ON)
# Words that must not be repeated where somebody may read them who may not see the item.
WORDS = frozenset({"title", "presenter", "description"})

# Called with `actor`, the item and its title before this change, when an open item becomes restricted.
item_restricted = Hook("an agenda item is restricted")


@dataclass(frozen=True)
class ItemText:
    """All that the form of one item asks for."""

    title: str
    kind: str = AgendaKind.DISCUSSION
    minutes: int | None = None
    presenter: str = ""
    description: str = ""
    restricted: bool = False

    @classmethod
    def of(cls, row: Any) -> "ItemText":
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})


@transaction.atomic
def add_item(*, actor: User, meeting: Meeting, line: AgendaLine) -> AgendaItem:
    """Adds an item at the end of the agenda."""
    meeting = lock(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    _insist_on_taking(meeting)
    item = AgendaItem(meeting=meeting, body_id=meeting.body_id, position=_room_at_the_end(meeting))
    item.title, item.minutes, item.presenter = line.title, line.minutes, line.presenter
    store(item, actor=actor)
    count_edit(meeting, actor=actor)
    _tell(actor, "agenda.item_added", item, meeting, [change_of(item, "added")])
    return item


@transaction.atomic
def edit_item(*, actor: User, item: AgendaItem, version: int, text: ItemText) -> AgendaItem:
    """Saves what the form of one item says; a stale `version` is refused with the row as it stands now."""
    item, meetings = _locked(item)
    if not policy.can(actor, "run", item):
        raise NotAllowed
    if version != item.version:
        raise StaleEdit(item)
    meeting = meetings.get(item.meeting_id)
    if meeting is not None:
        insist_on_open_agenda(meeting)
    was_open, title_before = not item.restricted, item.title
    for field in fields(ItemText):
        setattr(item, field.name, getattr(text, field.name))
    changes = store(item, actor=actor)
    if not changes:
        return item
    if meeting is not None:
        count_edit(meeting, actor=actor)
    told = [change_of(item, "changed"), *(_without_words(change) for change in changes)]
    _tell(actor, "agenda.item_changed", item, meeting, told)
    if was_open and item.restricted:
        log_exposure(actor=actor, item=item)
        item_restricted(actor=actor, item=item, title_before=title_before)
    return item


@transaction.atomic
def undo_item(*, actor: User, item: AgendaItem, version: int) -> AgendaItem:
    """Writes the item as it was before its last version, as a new version: nothing is taken out of the history."""
    earlier = text_before(item)
    if earlier is None:
        raise Refusal(_("There is nothing to undo."))
    return edit_item(actor=actor, item=item, version=version, text=earlier)


def text_before(item: AgendaItem) -> ItemText | None:
    """What the item said before its present version; None while it has only one."""
    rows = item.history.filter(version__lt=item.version).order_by("-version", "-history_id")
    present = ItemText.of(item)
    # A version may differ in something else than the text, for instance in what came of the item.
    return next((text for row in rows[:20] if (text := ItemText.of(row)) != present), None)


@transaction.atomic
def move_item(*, actor: User, item: AgendaItem, to: int | str) -> AgendaItem:
    """Puts the item one place up or down, or at number `to`; what lies beyond the ends means the end."""
    item, meetings = _locked(item)
    if not policy.can(actor, "run", item):
        raise NotAllowed
    meeting = meetings.get(item.meeting_id)
    if meeting is None:
        raise WrongState(_("This item is on no agenda."))
    insist_on_open_agenda(meeting)
    others = [row for row in _rows_of(meeting) if row.pk != item.pk]
    steps = {UP: item.position - 1, DOWN: item.position + 1}
    place = max(1, min(steps[to] if isinstance(to, str) else to, len(others) + 1))
    if place == item.position:
        return item
    old = item.position
    others.insert(place - 1, item)
    _number(others, meeting, actor=actor)
    count_edit(meeting, actor=actor)
    numbers = {"field": "agenda_number", "old": old, "new": place}
    _tell(actor, "agenda.item_moved", item, meeting, [change_of(item, "moved"), numbers])
    return item


@transaction.atomic
def send_item(*, actor: User, item: AgendaItem, meeting: Meeting | None, place: int | None = None) -> AgendaItem:
    """Moves the item to the agenda of another meeting of its body (at number `place`, else at the end), or to the
    backlog where `meeting` is None. Its papers go with it to another meeting."""
    item, meetings = _locked(item, meeting)
    if not policy.can(actor, "run", item):
        raise NotAllowed
    source = meetings.get(item.meeting_id)
    target = meetings[meeting.pk] if meeting else None
    if source == target:
        return item
    if source is not None and source.state in ENDED:
        raise WrongState(_("The meeting was held; its agenda stays as it was."))
    if target is not None:
        _insist_on_target(actor, item, target)
    old = item.meeting_id
    _leave(item, source, actor=actor)
    _enter(item, target, place, actor=actor)
    for changed in (source, target):
        if changed is not None:
            count_edit(changed, actor=actor)
    went = {"field": "meeting", "old": old, "new": item.meeting_id}
    _tell(actor, "agenda.item_sent", item, target or source, [change_of(item, "moved"), went])
    return item


def enter_agenda(*, actor: User, item: AgendaItem, meeting: Meeting) -> None:
    """Puts an item that was just made at the end of `meeting`'s agenda; for services that hold that meeting's lock."""
    _insist_on_target(actor, item, meeting)
    _enter(item, meeting, None, actor=actor)
    count_edit(meeting, actor=actor)
    _tell(actor, "agenda.item_added", item, meeting, [change_of(item, "added")])


def _leave(item: AgendaItem, source: Meeting | None, *, actor: User) -> None:
    if source is not None:
        _number([row for row in _rows_of(source) if row.pk != item.pk], source, actor=actor)


def _enter(item: AgendaItem, target: Meeting | None, place: int | None, *, actor: User) -> None:
    if target is None:
        item.meeting, item.position = None, 0
        store_places([item], ["meeting", "position"], actor=actor)
        return
    rows = [*_rows_of(target)]
    place = len(rows) + 1 if place is None else max(1, min(place, len(rows) + 1))
    rows.insert(place - 1, item)
    item.position = 0
    _number(rows, target, actor=actor)
    last = target.papers.aggregate(last=Max("position"))["last"] or 0
    for number, paper in enumerate(item.papers.exclude(meeting=target), start=1):
        paper.meeting, paper.position = target, last + number
        store(paper, actor=actor)


def _insist_on_target(actor: User, item: AgendaItem, target: Meeting) -> None:
    if not policy.can(actor, "run", target):
        raise NotAllowed
    if target.body_id != item.body_id:
        raise InvalidInput(_("An item can only go to a meeting of the same group."), field="to")
    _insist_on_taking(target)
    _room_at_the_end(target)


def _insist_on_taking(meeting: Meeting) -> None:
    if meeting.state not in TAKES_ITEMS:
        raise WrongState(_("This meeting takes no more items."))


def _room_at_the_end(meeting: Meeting) -> int:
    count = AgendaItem.objects.filter(meeting=meeting).count()
    if count >= LONGEST_AGENDA:
        raise InvalidInput(_("An agenda has at most %(count)d items.") % {"count": LONGEST_AGENDA}, field="agenda")
    return count + 1


def _locked(item: AgendaItem, *others: Meeting | None) -> tuple[AgendaItem, dict[Any, Meeting]]:
    """The item and the meetings concerned, all locked: meetings first and by key, so that nobody waits in a circle."""
    here = AgendaItem.objects.filter(pk=item.pk).values_list("meeting_id", flat=True).first()
    keys = {key for key in (here, *(other.pk for other in others if other is not None)) if key is not None}
    meetings = {key: lock(Meeting(pk=key)) for key in sorted(keys)}
    item = lock(item)
    if item.meeting_id is not None and item.meeting_id not in meetings:
        raise Refusal(_("Somebody moved this item to another meeting a moment ago. Look again."))
    return item, meetings


def _rows_of(meeting: Meeting) -> Sequence[AgendaItem]:
    """Where each stands; nothing else of them is needed to put them in order."""
    return list(AgendaItem.objects.filter(meeting=meeting).only("meeting_id", "position").order_by("position", "id"))


def _number(rows: Sequence[AgendaItem], meeting: Meeting, *, actor: User) -> None:
    """Numbers `rows` from 1 in their order, and writes those that stood elsewhere."""
    shifted = []
    for number, row in enumerate(rows, start=1):
        if (row.position, row.meeting_id) != (number, meeting.pk):
            row.position, row.meeting = number, meeting
            shifted.append(row)
    store_places(shifted, ["meeting", "position"], actor=actor)


def _without_words(change: dict[str, Any]) -> dict[str, Any]:
    return {**change, "old": None, "new": None} if change["field"] in WORDS else change


def _tell(actor: User, verb: str, item: AgendaItem, meeting: Meeting | None, changes: list[dict[str, Any]]) -> None:
    """The event is told of the meeting, or of the body while the item is in the backlog; of a restricted item's events
    members hear nothing."""
    record(
        actor=actor,
        verb=verb,
        target=meeting or item.body,
        root_id=item.body_id,
        changes=changes,
        for_members=meeting is not None and meeting.state not in UNANNOUNCED and not item.restricted,
    )
