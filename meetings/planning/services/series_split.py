"""Changing a meeting of a series and all that follow: the series is split, as calendar programs do it.

The old series ends before the date, a new one goes on from there. The meetings that exist go over to it one by one, in
their order: the third date of the old rule becomes the third of the new one. Of each meeting only what still stands as
the old series had it follows; what was changed by hand stays. Whoever was invited already is told by the usual mails.
"""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from meetings.agenda.services.agenda import AgendaLine, agenda_of, read_agenda, write_agenda
from meetings.agenda.services.agenda_text import change_agenda
from meetings.calling.services.details import change_details
from meetings.calling.services.drafting import Plan, discard_draft, edit_draft
from meetings.calling.services.outlines import OutlineValues, when_on
from meetings.calling.services.schedule import move_meeting
from meetings.meeting.choices import EXPECTED, MeetingState
from meetings.meeting.models import Meeting
from meetings.planning.models import Series
from meetings.planning.services.series import Course, draft_next, new_series
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import NotAllowed, WrongState

DETAILS = ("title", "format", "place", "link", "note")
# Whose time and texts may still follow; any other keeps what it has and only goes over to the new series.
OPEN = (MeetingState.DRAFT, *EXPECTED)


@transaction.atomic
def change_following(
    *, actor: User, meeting: Meeting, version: int, course: Course, values: OutlineValues
) -> tuple[Series, int]:
    """`meeting` is the first that changes, `version` that of its series.

    Returns the new series and how many convened meetings changed, so that the page can say who was told.
    """
    if meeting.series is None or meeting.occurrence is None:
        raise WrongState
    old = lock(meeting.series, version)
    if not policy.can(actor, "run", old):
        raise NotAllowed
    pivot, before = meeting.occurrence, OutlineValues.of(old)
    rows = old.meetings.filter(occurrence__gte=pivot).select_related("body").order_by("occurrence", "id")
    following = {row.pk: row for row in rows}
    days = _new_days(Course.of(old), course, pivot, [row.occurrence for row in following.values() if row.occurrence])
    new = new_series(old.body, course, values, follows=old)
    changes = store(new, actor=actor)
    record(actor=actor, verb="series.split", target=new, root_id=new.body_id, changes=changes)
    old.until, old.count = pivot - timedelta(days=1), None
    store(old, actor=actor)
    told = sum(_take_over(actor, row, before, new, values, days.get(row.occurrence)) for row in following.values())  # type: ignore[arg-type]
    draft_next(new, actor=actor)
    return new, told


def _new_days(old: Course, new: Course, pivot: date, known: list[date]) -> dict[date, date]:
    """Which day of the new rule stands for which of the old one, as far as there are meetings."""
    last = max(known, default=pivot)
    before = [day for day in old.days() if pivot <= day <= last]
    return dict(zip(before, new.days(), strict=False))


def _take_over(
    actor: User, row: Meeting, before: OutlineValues, new: Series, values: OutlineValues, day: date | None
) -> bool:
    """Returns whether people were told of a change."""
    old_day = row.occurrence
    row = lock(row)
    if day is None:
        # The new rule ends earlier: a draft goes, what people know of stays until somebody cancels it.
        if row.state == MeetingState.DRAFT:
            discard_draft(actor=actor, meeting=row)
        return False
    row.series, row.occurrence = new, day
    store(row, actor=actor)
    if row.state not in OPEN or row.starts_at <= timezone.now():
        return False
    follows = _follows(actor, row, old_day, before)
    if row.state == MeetingState.DRAFT:
        _edit(actor, row, values, day, follows)
        return False
    return _change(actor, row, values, day, follows)


def _follows(actor: User, row: Meeting, day: date | None, before: OutlineValues) -> frozenset[str]:
    """The names of what still stands as the series had it; "when" is the time as a whole."""
    same = {name for name in DETAILS if getattr(row, name) == getattr(before, name)}
    if write_agenda(_agenda(row, actor)) == write_agenda(read_agenda(before.agenda)):
        same.add("agenda")
    if day is not None and when_on(day, before).instants() == (row.starts_at, row.ends_at):
        same.add("when")
    return frozenset(same)


def _agenda(row: Meeting, actor: User) -> list[AgendaLine]:
    """With the restricted items: whoever runs the body reads them, and they must not be lost."""
    return [AgendaLine(item.title, item.minutes, item.presenter) for item in agenda_of(row, actor).items]


def _details(row: Meeting, values: OutlineValues, follows: frozenset[str]) -> dict[str, Any]:
    return {name: getattr(values if name in follows else row, name) for name in DETAILS}


def _edit(actor: User, row: Meeting, values: OutlineValues, day: date, follows: frozenset[str]) -> None:
    own = OutlineValues.of_meeting(row)
    people = [invitation.person for invitation in row.invitations.standing().select_related("person")]
    plan = Plan(
        body=row.body,
        when=when_on(day, values) if "when" in follows else when_on(row.wall_day, own),
        agenda=read_agenda(values.agenda) if "agenda" in follows else _agenda(row, actor),
        invitees=people,
        further_bodies=list(row.joint_bodies.order_by("pk")),
        **_details(row, values, follows),
    )
    edit_draft(actor=actor, meeting=row, version=row.version, plan=plan)


def _change(actor: User, row: Meeting, values: OutlineValues, day: date, follows: frozenset[str]) -> bool:
    when, version = when_on(day, values), row.version
    if "agenda" in follows and write_agenda(_agenda(row, actor)) != write_agenda(read_agenda(values.agenda)):
        version = change_agenda(actor=actor, meeting=row, version=version, lines=read_agenda(values.agenda)).version
    details = _details(row, values, follows)
    changed = any(getattr(row, name) != value for name, value in details.items())
    moves = "when" in follows and (when.instants(), when.zone) != ((row.starts_at, row.ends_at), row.time_zone)
    if changed:
        # Who learns a new time reads the new text in the same mail.
        version = change_details(actor=actor, meeting=row, version=version, tell=not moves, **details).version
    if moves:
        move_meeting(actor=actor, meeting=row, version=version, when=when)
    return changed or moves
