"""Who may see and run meetings. A draft is the secretariat's own until it is convened."""

from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q

from meetings.choices import TOLD_TO_MEMBERS, UNANNOUNCED, MeetingState
from rec_portal.foundation.policy import Access, Holds, HoldsThrough, Own, Rule, Where, define


def _meeting_body() -> type:
    return apps.get_model("meetings", "MeetingBody")


def _appointments() -> Any:
    return apps.get_model("councils", "Appointment").objects.current()


class FillsSeat(Rule):
    """The person fills, now, the seat that the row names."""

    def rows(self, access: Access) -> Q:
        return Q(seat__in=_appointments().filter(person=access.user.pk).values("seat"))

    def users(self, row: Model) -> Q:
        return Q(pk__in=_appointments().filter(seat=row.seat_id).values("person"))  # type: ignore[attr-defined]


class ActsForOwner(Rule):
    """The person sits, now, in the row's body for the organisation that the row names."""

    def rows(self, access: Access) -> Q:
        seats = _appointments().filter(
            person=access.user.pk, seat__body=OuterRef("body"), seat__organisation=OuterRef("organisation")
        )
        return Q(Exists(seats))

    def users(self, row: Any) -> Q:
        sitting = _appointments().filter(seat__body=row.body_id, seat__organisation=row.organisation_id)
        return Q(pk__in=sitting.values("person"))


class SitsIn(Rule):
    """The person fills, now, a seat of the body that the row names."""

    def rows(self, access: Access) -> Q:
        return Q(body__in=_appointments().filter(person=access.user.pk).values("seat__body"))

    def users(self, row: Any) -> Q:
        return Q(pk__in=_appointments().filter(seat__body=row.body_id).values("person"))


_runs = Holds("run_body", "body")
_sits = Holds("see_body", "body") | HoldsThrough("see_body", _meeting_body, "meeting", "body")
_announced = Where(state__in=[state for state in MeetingState.values if state not in UNANNOUNCED])

define(
    "meetings.Meeting",
    see=_runs | (_announced & _sits),
    run=_runs,
    explain=_announced & Holds("administer_body", "body"),
)
define(
    "meetings.Invitation",
    # One's own answer, and everybody's for whoever runs the meeting.
    see=Own("person") | Holds("run_body", "meeting__body"),
    run=Holds("run_body", "meeting__body"),
)

_runs_it = Holds("run_body", "body") | Holds("run_body", "meeting__body")
_sits_there = Holds("see_body", "body") | Holds("see_body", "meeting__body")
_known = Where(meeting__state__in=[state for state in MeetingState.values if state not in UNANNOUNCED])
# What came of a closed item stays with those who run the body, and with whoever is to act on it.
_told = Where(agenda_item__isnull=True) | Where(agenda_item__attribution__in=TOLD_TO_MEMBERS)

define("meetings.Decision", see=_runs_it | (_known & _told & _sits_there), run=_runs_it)
define(
    "meetings.ActionItem",
    see=_runs_it | Own("owner") | ActsForOwner() | (_known & _told & _sits_there),
    run=_runs_it,
    report=_runs_it | Own("owner") | ActsForOwner(),
)
define(
    "meetings.Minutes",
    see=Holds("run_body", "meeting__body") | (Where(circulated_at__isnull=False) & Holds("see_body", "meeting__body")),
    run=Holds("run_body", "meeting__body"),
)
define(
    "meetings.Correction",
    # A seat's own, whoever holds it now; the others read the text that came of it.
    see=Holds("run_body", "minutes__meeting__body") | Own("person") | FillsSeat(),
    run=Holds("run_body", "minutes__meeting__body"),
)
define(
    "meetings.Corrigendum",
    see=Holds("run_body", "minutes__meeting__body") | Holds("see_body", "minutes__meeting__body"),
)

define("meetings.MeetingTemplate", see=_runs, run=_runs)
define("meetings.Series", see=_runs, run=_runs)
# Whoever sits in the body answers; only who runs it reads who answered what.
define("meetings.Poll", see=_runs | SitsIn(), run=_runs, answer=SitsIn())
define("meetings.PollVote", see=Own("person") | Holds("run_body", "option__poll__body"))
_sits_at_it = Holds("see_body", "meeting__body") | HoldsThrough(
    "see_body", _meeting_body, "meeting", "body", path="meeting"
)
_runs_the_meeting = Holds("run_body", "meeting__body")
# What happens in the room is for everybody who may be in it.
_in_the_room = _runs_the_meeting | (_known & _sits_at_it)
define("meetings.Session", see=_in_the_room, run=_runs_the_meeting)
define("meetings.SeatAttendance", see=_in_the_room, run=_runs_the_meeting)
define("meetings.Speaker", see=_in_the_room, run=_runs_the_meeting, withdraw=_runs_the_meeting | Own("person"))
# An item's readers are its meeting's; those of a restricted one only the body's deciding seats. What stands in the
# backlog, in no meeting yet, is for those who run the body.
define(
    "meetings.AgendaItem",
    see=Holds("run_body", "body") | (_known & ((Where(restricted=False) & _sits_at_it) | Holds("decide_body", "body"))),
    run=Holds("run_body", "body"),
)
define(
    "meetings.Proposal",
    see=Own("proposer") | Holds("run_body", "body"),
    run=Holds("run_body", "body"),
    withdraw=Own("proposer"),
)
