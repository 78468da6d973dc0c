from datetime import UTC, date, datetime, timedelta

import time_machine

from councils.bodies.models import Body
from meetings.calling.services.schedule import close_meeting
from meetings.meeting.models import Meeting
from meetings.record.models import ActionItem, Correction, Decision, Minutes
from meetings.record.services.actions import add_action
from meetings.record.services.adoption import adopt_record
from meetings.record.services.circulation import ask_correction, circulate_record, seats_to_correct
from meetings.record.services.decisions import record_decision
from meetings.record.services.minutes import draft_minutes, save_minutes
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


def make_minutes(meeting: Meeting, **texts) -> Minutes:
    """The drafted record of a held meeting; `texts` replace those of the draft."""
    secretary = secretary_of(meeting.body)
    minutes = draft_minutes(actor=secretary, meeting=meeting)
    if texts:
        minutes = save_minutes(actor=secretary, minutes=minutes, version=minutes.version, texts=texts)
    minutes.meeting.refresh_from_db()
    return minutes


def circulate(minutes: Minutes, *, days: float = 7, by_silence: bool = False, **fields) -> Minutes:
    meeting = Meeting.objects.get(pk=minutes.meeting_id)
    until = datetime.now(UTC) + timedelta(days=days)
    fields = {"version": meeting.version, "until": until, "by_silence": by_silence} | fields
    return circulate_record(actor=secretary_of(meeting.body), meeting=meeting, **fields)


def adopt(minutes: Minutes) -> Minutes:
    meeting = Meeting.objects.get(pk=minutes.meeting_id)
    minutes = adopt_record(actor=secretary_of(meeting.body), meeting=meeting, version=meeting.version)
    minutes.meeting.refresh_from_db()
    return minutes


def make_correction(minutes: Minutes, person, quoted: str = "", wanted: str = "Said so.", **fields) -> Correction:
    """By the person's seat, about the passage that names it."""
    seat = seats_to_correct(person, minutes.meeting)[0]
    quoted = quoted or f"{seat.organisation.short_name_en} spoke."
    fields = {"language": "en", "seat": seat} | fields
    return ask_correction(actor=person, minutes=minutes, quoted=quoted, wanted=wanted, **fields)
