"""Who may see and run meetings. A draft is visible only to those who run the body until it is convened.

The parts below are what the rules of the other rooms are built from, each for rows that lead to a meeting.
"""

from meetings.by_name import meeting_body
from meetings.meeting.choices import UNANNOUNCED, MeetingState
from rec_portal.foundation.policy import Holds, HoldsThrough, Rule, Where, define

ANNOUNCED = [state for state in MeetingState.values if state not in UNANNOUNCED]


def announced(meeting: str = "") -> Rule:
    """The meeting at `meeting` ("" for the row itself) has been announced to the members."""
    return Where(**{f"{meeting}__state__in" if meeting else "state__in": ANNOUNCED})


def sits_at(meeting: str = "") -> Rule:
    """The person belongs to the body that holds the meeting at `meeting`, or to a further body of a joint meeting."""
    body = f"{meeting}__body" if meeting else "body"
    return Holds("see_body", body) | HoldsThrough(
        "see_body", meeting_body, "meeting", "body", host="host", path=meeting
    )


def runs(meeting: str = "") -> Rule:
    """The person runs the body that holds the meeting at `meeting`."""
    return Holds("run_body", f"{meeting}__body" if meeting else "body")


define(
    "meetings.Meeting",
    see=runs() | (announced() & sits_at()),
    run=runs(),
    explain=announced() & Holds("administer_body", "body"),
)
