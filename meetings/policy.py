"""Who may see and run meetings. A draft is the secretariat's own until it is convened."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from meetings.choices import UNANNOUNCED, MeetingState
from rec_portal.foundation.authority import Access
from rec_portal.foundation.policy import Holds, HoldsThrough, Own, Rule, Where, define


def _meeting_body() -> type:
    return apps.get_model("meetings", "MeetingBody")


def _appointments() -> Any:
    return apps.get_model("councils", "Appointment").objects.current()


class SitsIn(Rule):
    """The person fills, now, a seat of the body that the row names."""

    def rows(self, access: Access) -> Q:
        return Q(body__in=_appointments().filter(person=access.user.pk).values("seat__body"))

    def users(self, row: Any) -> Q:
        return Q(pk__in=_appointments().filter(seat__body=row.body_id).values("person"))


_runs = Holds("run_body", "body")
_sits = Holds("see_body", "body") | HoldsThrough("see_body", _meeting_body, "meeting", "body", host="host")
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

_known = Where(meeting__state__in=[state for state in MeetingState.values if state not in UNANNOUNCED])

define("meetings.MeetingTemplate", see=_runs, run=_runs)
define("meetings.Series", see=_runs, run=_runs)
# Whoever sits in the body answers; only who runs it reads who answered what.
define("meetings.Poll", see=_runs | SitsIn(), run=_runs, answer=SitsIn())
define("meetings.PollVote", see=Own("person") | Holds("run_body", "option__poll__body"))
_sits_at_it = Holds("see_body", "meeting__body") | HoldsThrough(
    "see_body", _meeting_body, "meeting", "body", host="host", path="meeting"
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
