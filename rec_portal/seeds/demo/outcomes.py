"""Two meetings that were held, with decisions and actions: one record is adopted, the other out for correction.

All of it is invented. An action that is late is the chair's or the secretariat's, never a state's.
"""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from councils.bodies.models import Body
from meetings.agenda.choices import Outcome
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.record.choices import DecisionKind
from meetings.record.models import ActionItem, Minutes
from meetings.record.services.actions import add_action, finish_action, report_progress
from meetings.record.services.adoption import adopt_record
from meetings.record.services.circulation import circulate_record
from meetings.record.services.decisions import record_decision
from meetings.record.services.minutes import draft_minutes
from rec_portal.accounts.models import User
from rec_portal.foundation import zones
from rec_portal.seeds.demo.held import ZONE, Held, hold
from rec_portal.seeds.demo.people import BY_KEY

RECENT = Held(
    "wg-a",
    "Working group (a): meeting of last month",
    days_ago=20,
    agenda="""Opening and adoption of the agenda, 10, Chair
Plan of work of the group, 60
Date of the next meeting, 10""",
    outcomes=[
        (Outcome.DECIDED, "The agenda was adopted."),
        (Outcome.RECOMMENDATION, "The draft was welcomed; comments go to the secretariat."),
        (Outcome.NOTED, "The secretariat will propose a date."),
    ],
    absent=["gcerf"],
    spoke=["chair.a", "kz.a", "observer.a"],
)
EARLIER = Held(
    "wg-b",
    "Working group (b): exchange on services for families",
    days_ago=48,
    agenda="""Opening and adoption of the agenda, 10, Chair
Experience with psychosocial support for families, 50
Training of practitioners, 30
Other matters, 10""",
    outcomes=[
        (Outcome.DECIDED, "The agenda was adopted."),
        (Outcome.RECOMMENDATION, "Experience was exchanged; the group recommends a common overview of services."),
        (Outcome.ACTION, "A joint training is to be prepared."),
        (Outcome.DEFERRED, "Put off for want of time."),
    ],
    absent=["eu", "osce"],
    spoke=["tj.b", "uz.b", "focal.unicef", "icrc"],
)


def load(bodies: dict[str, Body]) -> None:
    secretary = User.objects.get(email=BY_KEY["secretariat"].email)
    written: list[tuple[Held, Callable[[Meeting, User, date], None]]] = [(EARLIER, _adopted), (RECENT, _circulated)]
    for held, write_up in written:
        body = bodies[held.body]
        if not Meeting.objects.filter(body=body, title=held.title).exists():
            write_up(hold(held, body, secretary), secretary, zones.local(timezone.now(), ZONE).date())


def _adopted(meeting: Meeting, secretary: User, today: date) -> None:
    services, training = _item(meeting, 2, secretary), _item(meeting, 3, secretary)
    _decide(
        meeting,
        services,
        DecisionKind.RECOMMENDATION,
        "The group recommends a common overview of psychosocial services for families.",
        "Группа рекомендует составить общий обзор услуг психосоциальной поддержки для семей.",
        secretary,
    )
    _decide(
        meeting,
        training,
        DecisionKind.DECISION,
        "The group decides to prepare a joint training of practitioners.",
        "Группа решает подготовить совместное обучение специалистов.",
        secretary,
    )
    unicef, member = (User.objects.get(email=BY_KEY[key].email) for key in ("focal.unicef", "uz.b"))

    def ask(text: str, owner: User, due: date, item: AgendaItem) -> ActionItem:
        return add_action(actor=secretary, meeting=meeting, text=text, owner=owner, due=due, agenda_item=item)

    sent = ask("Send the outline of the overview to all members", unicef, today - timedelta(days=25), services)
    finish_action(actor=unicef, action=sent, version=sent.version)
    plan = ask("Propose topics for the joint training", member, today + timedelta(days=14), training)
    report_progress(actor=member, action=plan, version=plan.version, progress=60, note="Three topics so far")
    ask("Put together the list of contacts for the training", secretary, today - timedelta(days=6), training)
    _circulate(meeting, secretary, by_silence=False)
    meeting.refresh_from_db()
    adopt_record(actor=secretary, meeting=meeting, version=meeting.version)


def _circulated(meeting: Meeting, secretary: User, today: date) -> None:
    plan = _item(meeting, 2, secretary)
    _decide(
        meeting,
        plan,
        DecisionKind.DECISION,
        "The group takes note of the draft plan of work.",
        "Группа принимает к сведению проект плана работы.",
        secretary,
    )
    _decide(
        meeting,
        plan,
        DecisionKind.RECOMMENDATION,
        "The group recommends a common list of contacts of practitioners.",
        "Группа рекомендует общий перечень контактов специалистов.",
        secretary,
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
    _circulate(meeting, secretary, by_silence=True)


def _decide(meeting: Meeting, item: AgendaItem, kind: str, text_en: str, text_ru: str, secretary: User) -> None:
    record_decision(actor=secretary, meeting=meeting, kind=kind, text_en=text_en, text_ru=text_ru, agenda_item=item)


def _item(meeting: Meeting, position: int, secretary: User) -> AgendaItem:
    return AgendaItem.objects.shown_to(secretary).get(meeting=meeting, position=position)


def _circulate(meeting: Meeting, secretary: User, *, by_silence: bool) -> Minutes:
    draft_minutes(actor=secretary, meeting=meeting)
    meeting.refresh_from_db()
    until = timezone.now() + timedelta(days=7)
    return circulate_record(
        actor=secretary, meeting=meeting, version=meeting.version, until=until, by_silence=by_silence
    )
