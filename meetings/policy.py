"""Who may see and run meetings. A draft is the secretariat's own until it is convened."""

from django.apps import apps

from meetings.choices import UNANNOUNCED, MeetingState
from rec_portal.foundation.policy import Holds, HoldsThrough, Own, Where, define


def _meeting_body() -> type:
    return apps.get_model("meetings", "MeetingBody")


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
