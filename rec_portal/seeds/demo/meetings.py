"""A few neutral meetings, counted from the day of loading and made as the secretariat makes them in the browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time

from councils.bodies.models import Body
from meetings.agenda.services.agenda import read_agenda
from meetings.agenda.services.items import ItemText, add_item, edit_item
from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.drafting import Plan, draft_meeting
from meetings.calling.services.schedule import cancel_meeting
from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answer_invitation
from meetings.invitations.services.invitees import invitable
from meetings.meeting.choices import MeetingFormat
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import When
from rec_portal.accounts.models import User
from rec_portal.seeds.demo.days import workday
from rec_portal.seeds.demo.people import BY_KEY

AGENDA = """Opening and adoption of the agenda, 10, Chair
Plan of work of the group, 50
Network of practitioners: next steps, 40
Date of the next meeting, 10"""


@dataclass(frozen=True)
class Planned:
    """`in_days` and `start` are wall time in `zone`; `answers` by key of the person, an alternate as (answer, name);
    `restricted` is the line of one more item, for the deciding seats alone."""

    body: str
    title: str
    in_days: int
    start: time
    zone: str = "Asia/Tashkent"
    minutes: int = 120
    format: str = MeetingFormat.ONLINE
    place: str = ""
    note: str = ""
    convened: bool = True
    cancelled_because: str = ""
    restricted: str = ""
    answers: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)

    @property
    def link(self) -> str:
        return "" if self.format == MeetingFormat.IN_PERSON else f"https://meet.example.org/{self.body}"


MEETINGS = [
    Planned(
        "wg-b",
        "Working group (b): regular meeting",
        in_days=3,
        start=time(15),
        answers={"uz.b": Answer.YES_ONLINE, "kg.b": Answer.YES_ONLINE, "focal.unicef": Answer.YES_ONLINE},
    ),
    Planned(
        "wg-a",
        "Working group (a): regular meeting",
        in_days=8,
        start=time(17),
        format=MeetingFormat.HYBRID,
        place="Conference hall, Tashkent",
        note="Please name an alternate if you cannot come.",
        restricted="Programme of the next session, 10",
        answers={
            "chair.a": Answer.YES_ROOM,
            "uz.a": Answer.YES_ROOM,
            "tj.a": Answer.YES_ONLINE,
            "unoct": Answer.YES_ONLINE,
            "icrc": (Answer.ALTERNATE, "Claire Exemple"),
        },
    ),
    Planned(
        "wg-c",
        "Working group (c): exchange of experience",
        in_days=12,
        start=time(11),
        cancelled_because="The room is not free on that day. The secretariat will propose another one.",
    ),
    # 09:00 in Tashkent is the middle of the night in New York.
    Planned("wg-d", "Working group (d): morning meeting", in_days=15, start=time(9), minutes=90),
    Planned(
        "executive-committee",
        "Executive Committee: regular meeting",
        in_days=20,
        start=time(11),
        zone="Asia/Almaty",
        format=MeetingFormat.IN_PERSON,
        place="Almaty",
        convened=False,
    ),
]


def load(bodies: dict[str, Body]) -> None:
    """Makes each of the meetings that its body does not have yet, whatever became of it since."""
    secretary = User.objects.filter(email=BY_KEY["secretariat"].email).get()
    for planned in MEETINGS:
        if not Meeting.objects.filter(body=bodies[planned.body], title=planned.title).exists():
            _make(secretary, planned, bodies[planned.body])


def _make(secretary: User, planned: Planned, body: Body) -> None:
    day = workday(planned.in_days, planned.zone)
    offered = invitable([body])
    plan = Plan(
        body=body,
        title=planned.title,
        when=When(day, planned.start, planned.minutes, planned.zone),
        format=planned.format,
        place=planned.place,
        link=planned.link,
        note=planned.note,
        agenda=read_agenda(AGENDA),
        invitees=offered.chosen(offered.usual),
    )
    meeting = draft_meeting(actor=secretary, plan=plan)
    if planned.restricted:
        (line,) = read_agenda(planned.restricted)
        item = add_item(actor=secretary, meeting=meeting, line=line)
        text = replace(ItemText.of(item), restricted=True)
        edit_item(actor=secretary, item=item, version=item.version, text=text)
    if planned.convened:
        meeting = convene_meeting(actor=secretary, meeting=meeting)
        _answer(meeting, planned)
    if planned.cancelled_because:
        cancel_meeting(actor=secretary, meeting=meeting, version=meeting.version, reason=planned.cancelled_because)


def _answer(meeting: Meeting, planned: Planned) -> None:
    by_email = {row.person.email: row for row in meeting.invitations.select_related("person", "meeting")}
    for key, given in planned.answers.items():
        invitation = by_email[BY_KEY[key].email]
        answer, name = given if isinstance(given, tuple) else (given, "")
        answer_invitation(actor=invitation.person, invitation=invitation, answer=answer, alternate_name=name)
