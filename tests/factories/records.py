from datetime import UTC, date, datetime, timedelta

import time_machine

from councils.models import Body
from meetings.models import ActionItem, Decision, Meeting
from meetings.services.actions import add_action
from meetings.services.decisions import record_decision
from meetings.services.schedule import close_meeting
from tests.factories.meetings import in_days, make_meeting, secretary_of


def make_held(body: Body, *, days_ago: float = 3, closed: bool = True, **fields) -> Meeting:
    """A meeting that took place some days ago, marked as held."""
    before = datetime.now(UTC) - timedelta(days=days_ago + 10)
    with time_machine.travel(before, tick=True):
        meeting = make_meeting(body, when=in_days(10), **fields)
    return close_meeting(actor=secretary_of(body), meeting=meeting) if closed else meeting


def make_decision(meeting: Meeting, text: str = "The group takes note of the plan.", **fields) -> Decision:
    fields = {"kind": "decision", "text_en": text} | fields
    return record_decision(actor=secretary_of(meeting.body), meeting=meeting, **fields)


def make_action(meeting: Meeting, text: str = "Send comments on the plan", **fields) -> ActionItem:
    fields = {"due": date.today() + timedelta(days=20)} | fields
    return add_action(actor=secretary_of(meeting.body), meeting=meeting, text=text, **fields)
