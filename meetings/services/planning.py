"""Drafting a meeting: nothing leaves the house until it is convened."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.models import Body
from meetings.choices import LONGEST_MEETING_MINUTES, Answer, MeetingFormat, MeetingState
from meetings.models import Invitation, Meeting, MeetingBody, Series
from meetings.services.agenda import AgendaLine, read_agenda, replace_agenda, write_agenda
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy, zones
from rec_portal.foundation.records import lock, store, store_many
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.workflow.engine import advance

__all__ = [
    "AgendaLine",
    "Plan",
    "When",
    "count_edit",
    "discard_draft",
    "draft_meeting",
    "edit_draft",
    "read_agenda",
    "replace_invitees",
    "set_schedule",
    "write_agenda",
]

# Years outside are typing errors; inside, every wall time is an instant in every zone.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class When:
    """A wall time in a zone. `second_time` says which one is meant where the clock shows it twice."""

    day: date
    start: time
    minutes: int
    zone: str
    second_time: bool | None = None

    @classmethod
    def between(
        cls, day: date, start: time, end: time, zone: str, *, last_day: date | None = None, second: bool | None = None
    ) -> "When":
        """Reads start and end as wall times; `last_day` is the day of the end where it is another one.

        Raises InvalidInput on field "day", "start", "end" or "end_day".
        """
        last_day = last_day or day
        _insist_on_year(day, "day")
        _insist_on_year(last_day, "end_day")
        if datetime.combine(last_day, end) <= datetime.combine(day, start):
            raise InvalidInput(_("The end must come after the start. Past midnight? Say on which day."), field="end")
        begins = zones.instant_of(day, start, zone, second)
        minutes = (_end_instant(last_day, end, zone, after=begins) - begins) // timedelta(minutes=1)
        if minutes > LONGEST_MEETING_MINUTES:
            raise InvalidInput(_("A meeting lasts at most fourteen days."), field="end_day")
        twice = zones.instant_of(day, start, zone, False) != zones.instant_of(day, start, zone, True)
        return cls(day, start, minutes, zone, second if twice else None)

    def instants(self) -> tuple[datetime, datetime]:
        """Start and end as UTC instants; raises InvalidInput for a time that is not, or is twice."""
        _insist_on_year(self.day, "day")
        if not 0 < self.minutes <= LONGEST_MEETING_MINUTES:
            raise InvalidInput(_("The end must come after the start, within fourteen days."), field="end")
        start = zones.instant_of(self.day, self.start, self.zone, self.second_time)
        return start, zones.end_of(start, self.minutes)


def _insist_on_year(day: date, field: str) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(_("Please check the year."), field=field)


def _end_instant(day: date, wall: time, zone: str, after: datetime) -> datetime:
    """The instant of the end; where the clock shows it twice, the first time that comes after the start."""
    try:
        first = zones.instant_of(day, wall, zone, second_time=False)
    except zones.NoSuchTime as refusal:
        raise InvalidInput(refusal.message, field="end") from refusal
    return first if first > after else zones.instant_of(day, wall, zone, second_time=True)


@dataclass(frozen=True)
class Plan:
    """All that the new-meeting page asks for. `invitees` are people, `further_bodies` those of a joint meeting;
    `series` and `occurrence` are of a meeting that a series makes."""

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
    series: Series | None = None
    occurrence: date | None = None


@transaction.atomic
def draft_meeting(*, actor: User | None, plan: Plan) -> Meeting:
    """Creates a draft that only those who run the body can see."""
    for body in (plan.body, *plan.further_bodies):
        if actor is not None and not policy.may_start(actor, "run_body", body):
            raise NotAllowed
    meeting = Meeting(body=plan.body, council_id=plan.body.root_id, title=plan.title)
    meeting.series, meeting.occurrence = plan.series, plan.occurrence
    _take_details(meeting, plan)
    set_schedule(meeting, plan.when)
    changes = store(meeting, actor=actor)
    changes += replace_further_bodies(meeting, plan.further_bodies)
    replace_agenda(meeting, plan.agenda, actor=actor)
    replace_invitees(meeting, plan.invitees, actor=actor)
    record(actor=actor, verb="meeting.drafted", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting


@transaction.atomic
def edit_draft(*, actor: User, meeting: Meeting, version: int, plan: Plan) -> Meeting:
    """Saves the whole new-meeting page again; the body that hosts a meeting does not change."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    known = set(meeting.further_bodies.values_list("body_id", flat=True))
    for body in plan.further_bodies:
        if body.pk not in known and not policy.may_start(actor, "run_body", body):
            raise NotAllowed
    if meeting.state != MeetingState.DRAFT:
        raise WrongState(_("The meeting has been convened in the meantime. Change it on its own page."))
    meeting.title = plan.title
    _take_details(meeting, plan)
    set_schedule(meeting, plan.when)
    changes = store(meeting, actor=actor)
    beside = replace_further_bodies(meeting, plan.further_bodies)
    beside += replace_agenda(meeting, plan.agenda, actor=actor)
    beside += replace_invitees(meeting, plan.invitees, actor=actor)
    if beside and not changes:
        count_edit(meeting, actor=actor)
    if changes := changes + beside:
        record(actor=actor, verb="meeting.draft_changed", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting


@transaction.atomic
def discard_draft(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """Puts a draft away. Nobody else ever heard of it, so nobody is told and members never see it."""
    meeting = lock(meeting, version)
    advance(meeting, "discard", actor=actor)
    changes = store(meeting, actor=actor)
    record(actor=actor, verb="meeting.discarded", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting


def count_edit(meeting: Meeting, *, actor: User | None) -> None:
    """Counts an edit of what hangs on the meeting (agenda, invitees), so that two editors cannot pass each other."""
    meeting.version += 1
    meeting._history_user = actor  # type: ignore[attr-defined]
    meeting.save()


def set_schedule(meeting: Meeting, when: When) -> None:
    """Writes the three forms of the time; the caller counts the schedule where it was known to others."""
    meeting.starts_at, meeting.ends_at = when.instants()
    meeting.time_zone = when.zone
    meeting.wall_day, meeting.wall_start = when.day, when.start
    meeting.wall_second = bool(when.second_time)


def _take_details(meeting: Meeting, plan: Plan) -> None:
    for name in ("format", "place", "link", "note"):
        setattr(meeting, name, getattr(plan, name))


def replace_further_bodies(meeting: Meeting, bodies: Sequence[Body]) -> list[dict]:
    """Makes `bodies` the further bodies of a joint meeting; the host is none of them. Returns what changed."""
    before = {link.body_id: link.body for link in meeting.further_bodies.select_related("body")}
    wanted = {body.pk: body for body in bodies if body.pk != meeting.body_id}
    if before.keys() == wanted.keys():
        return []
    meeting.further_bodies.exclude(body__in=wanted).delete()
    MeetingBody.objects.bulk_create(
        [
            MeetingBody(meeting=meeting, body=body, host_id=meeting.body_id)
            for key, body in wanted.items()
            if key not in before
        ]
    )
    old, new = (", ".join(sorted(body.short_name_en for body in side.values())) for side in (before, wanted))
    return [{"field": "further_bodies", "old": old or None, "new": new or None}]


def replace_invitees(meeting: Meeting, people: Sequence[User], *, actor: User | None) -> list[dict]:
    """Invites exactly `people`; someone left out is withdrawn, not deleted. Returns what changed."""
    known = {invitation.person_id: invitation for invitation in meeting.invitations.select_related("person")}
    wanted = {person.pk: person for person in people}
    joining = [key for key in wanted if key not in known or known[key].withdrawn_at]
    leaving = [key for key, row in known.items() if key not in wanted and row.withdrawn_at is None]
    new = [Invitation(meeting=meeting, person=wanted[key]) for key in joining if key not in known]
    store_many(Invitation, new, actor=actor)
    for invitation in (known[key] for key in joining if key in known):
        # Invited again is asked again: the answer of then was to another question.
        invitation.withdrawn_at = invitation.answered_at = None
        invitation.answer, invitation.alternate_name = Answer.NONE, ""
        store(invitation, actor=actor)
    for key in leaving:
        known[key].withdrawn_at = timezone.now()
        store(known[key], actor=actor)
    joined = [{"field": "invitees", "old": None, "new": str(wanted[key])} for key in joining]
    return joined + [{"field": "invitees", "old": str(known[key].person), "new": None} for key in leaving]
