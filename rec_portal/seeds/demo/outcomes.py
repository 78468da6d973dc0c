"""A meeting that was held, with decisions, actions and a record that is out for correction; all of it invented."""

from datetime import date, time, timedelta

from django.utils import timezone

from councils.models import Body
from meetings.choices import DecisionKind, MeetingFormat, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.services.actions import add_action, report_progress
from meetings.services.agenda import read_agenda, replace_agenda
from meetings.services.circulation import circulate_record
from meetings.services.decisions import record_decision
from meetings.services.minutes import draft_minutes
from meetings.services.planning import When, set_schedule
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import zones
from rec_portal.foundation.records import store
from rec_portal.seeds.demo.people import BY_KEY

ZONE = "Asia/Tashkent"
TITLE = "Working group (a): meeting of last month"
AGENDA = """Opening and adoption of the agenda, 10
Plan of work of the group, 60
Date of the next meeting, 10"""


def load(bodies: dict[str, Body]) -> None:
    body = bodies["wg-a"]
    if not Meeting.objects.filter(body=body, title=TITLE).exists():
        _make(body, User.objects.get(email=BY_KEY["secretariat"].email))


def _make(body: Body, secretary: User) -> None:
    today = zones.local(timezone.now(), ZONE).date()
    meeting = _held(body, secretary, today - timedelta(days=20))
    plan = AgendaItem.objects.shown_to(secretary).get(meeting=meeting, position=2)
    record_decision(
        actor=secretary,
        meeting=meeting,
        kind=DecisionKind.DECISION,
        text_en="The group takes note of the draft plan of work.",
        text_ru="Группа принимает к сведению проект плана работы.",
        agenda_item=plan,
    )
    record_decision(
        actor=secretary,
        meeting=meeting,
        kind=DecisionKind.RECOMMENDATION,
        text_en="The group recommends a common list of contacts of practitioners.",
        text_ru="Группа рекомендует общий перечень контактов специалистов.",
        agenda_item=plan,
    )
    owner = User.objects.get(email=BY_KEY["kz.a"].email)
    action = add_action(
        actor=secretary,
        meeting=meeting,
        text="Send comments on the draft plan of work",
        owner=owner,
        due=today + timedelta(days=10),
        agenda_item=plan,
    )
    report_progress(actor=owner, action=action, version=action.version, progress=40, note="With the experts")
    late = User.objects.get(email=BY_KEY["chair.a"].email)
    due = today - timedelta(days=2)
    add_action(actor=secretary, meeting=meeting, text="Propose a date for the next meeting", owner=late, due=due)
    draft_minutes(actor=secretary, meeting=meeting)
    meeting.refresh_from_db()
    until = timezone.now() + timedelta(days=7)
    circulate_record(actor=secretary, meeting=meeting, version=meeting.version, until=until, by_silence=True)


def _held(body: Body, secretary: User, day: date) -> Meeting:
    meeting = Meeting(
        body=body, council=body.council, title=TITLE, format=MeetingFormat.ONLINE, state=MeetingState.CLOSED
    )
    set_schedule(meeting, When(day, time(15), 120, ZONE))
    changes = store(meeting, actor=secretary)
    changes += replace_agenda(meeting, read_agenda(AGENDA), actor=secretary)
    record(actor=secretary, verb="meeting.recorded", target=meeting, root_id=body.pk, changes=changes, for_members=True)
    return meeting
