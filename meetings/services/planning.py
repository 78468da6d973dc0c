"""Drafting a meeting: nothing leaves the house until it is convened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.models import Body
from meetings.choices import LONGEST_MEETING_MINUTES, MeetingFormat, MeetingState
from meetings.models import AgendaItem, Invitation, Meeting, MeetingBody
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy, zones
from rec_portal.foundation.records import erase, lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState

AGENDA_LINE = re.compile(
    r"^(?P<title>.+?)(?:\s*,\s*(?P<minutes>\d{1,5})(?:\s*(?:min|мин)\.?)?(?:\s*,\s*(?P<presenter>.+))?)?$"
)
LONGEST_AGENDA = 100


@dataclass(frozen=True)
class When:
    """A wall time in a zone. `second_time` says which one is meant where the clock shows it twice."""

    day: date
    start: time
    minutes: int
    zone: str
    second_time: bool | None = None

    def instants(self) -> tuple[datetime, datetime]:
        """Start and end as UTC instants; raises InvalidInput for a time that is not, or is twice."""
        if not 0 < self.minutes <= LONGEST_MEETING_MINUTES:
            raise InvalidInput(_("The end must come after the start, within fourteen days."), field="minutes")
        start = zones.instant_of(self.day, self.start, self.zone, self.second_time)
        return start, zones.end_of(start, self.minutes)


@dataclass(frozen=True)
class AgendaLine:
    title: str
    minutes: int | None = None
    presenter: str = ""


@dataclass(frozen=True)
class Plan:
    """All that the new-meeting page asks for. `invitees` are people, `further_bodies` those of a joint meeting."""

    body: Body
    title: str
    when: When
    format: str = MeetingFormat.ONLINE
    place: str = ""
    link: str = ""
    note: str = ""
    agenda: Sequence[AgendaLine] = ()
    invitees: Sequence[User] = ()
    further_bodies: Sequence[Body] = field(default=())


@transaction.atomic
def draft_meeting(*, actor: User | None, plan: Plan) -> Meeting:
    """Creates a draft that only those who run the body can see."""
    for body in (plan.body, *plan.further_bodies):
        if actor is not None and not policy.may_start(actor, "run_body", body):
            raise NotAllowed
    meeting = Meeting(body=plan.body, council_id=plan.body.root_id, title=plan.title)
    _take_details(meeting, plan)
    set_schedule(meeting, plan.when)
    changes = store(meeting, actor=actor)
    MeetingBody.objects.bulk_create([MeetingBody(meeting=meeting, body=body) for body in plan.further_bodies])
    replace_agenda(meeting, plan.agenda, actor=actor)
    replace_invitees(meeting, plan.invitees, actor=actor)
    record(actor=actor, verb="meeting.drafted", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting


@transaction.atomic
def edit_draft(*, actor: User, meeting: Meeting, version: int, plan: Plan) -> Meeting:
    """Saves the whole new-meeting page again; the body of a meeting does not change."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    if meeting.state != MeetingState.DRAFT:
        raise WrongState(_("The meeting has been convened in the meantime. Change it on its own page."))
    meeting.title = plan.title
    _take_details(meeting, plan)
    set_schedule(meeting, plan.when)
    changes = store(meeting, actor=actor)
    changes += replace_agenda(meeting, plan.agenda, actor=actor)
    changes += replace_invitees(meeting, plan.invitees, actor=actor)
    if changes:
        record(actor=actor, verb="meeting.draft_changed", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting


def set_schedule(meeting: Meeting, when: When) -> None:
    """Writes the three forms of the time; the caller counts the schedule where it was known to others."""
    meeting.starts_at, meeting.ends_at = when.instants()
    meeting.time_zone = when.zone
    meeting.wall_day, meeting.wall_start = when.day, when.start
    meeting.wall_second = bool(when.second_time)


def _take_details(meeting: Meeting, plan: Plan) -> None:
    for name in ("format", "place", "link", "note"):
        setattr(meeting, name, getattr(plan, name))


def read_agenda(text: str) -> list[AgendaLine]:
    """Reads one item a line, "title, minutes, presenter"; only the title is needed.

    Raises InvalidInput on field "agenda", naming the line, for a title that is too long or minutes out of range.
    """
    lines = []
    for number, raw in enumerate((row for row in text.splitlines() if row.strip()), start=1):
        found = AGENDA_LINE.match(raw.strip())
        title = found["title"].strip() if found else raw.strip()
        minutes = int(found["minutes"]) if found and found["minutes"] else None
        presenter = (found["presenter"] or "").strip() if found else ""
        if len(title) > 300 or len(presenter) > 160:
            raise InvalidInput(_("Line %(number)d is too long.") % {"number": number}, field="agenda")
        if minutes is not None and not 0 < minutes <= LONGEST_MEETING_MINUTES:
            raise InvalidInput(_("Line %(number)d: the minutes cannot be right.") % {"number": number}, field="agenda")
        lines.append(AgendaLine(title, minutes, presenter))
    if len(lines) > LONGEST_AGENDA:
        raise InvalidInput(_("An agenda has at most %(count)d items.") % {"count": LONGEST_AGENDA}, field="agenda")
    return lines


def write_agenda(items: Sequence[AgendaItem | AgendaLine]) -> str:
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


def replace_invitees(meeting: Meeting, people: Sequence[User], *, actor: User | None) -> list[dict]:
    """Invites exactly `people`; someone left out is withdrawn, not deleted. Returns what changed."""
    known = {invitation.person_id: invitation for invitation in meeting.invitations.select_related("person")}
    wanted = {person.pk: person for person in people}
    changes = []
    for key, person in wanted.items():
        invitation = known.get(key) or Invitation(meeting=meeting, person=person)
        if invitation.pk is None or invitation.withdrawn_at:
            invitation.withdrawn_at = None
            store(invitation, actor=actor)
            changes.append({"field": "invitees", "old": None, "new": str(person)})
    for key, invitation in known.items():
        if key not in wanted and invitation.withdrawn_at is None:
            invitation.withdrawn_at = timezone.now()
            store(invitation, actor=actor)
            changes.append({"field": "invitees", "old": str(invitation.person), "new": None})
    return changes
