from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from councils.bodies.choices import Office
from councils.bodies.models import Body
from councils.seats.models import Appointment
from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.drafting import AgendaLine, Plan, draft_meeting
from meetings.calling.services.schedule import When
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from tests.factories.councils import appoint

ZONE = "Asia/Tashkent"
AGENDA = (
    AgendaLine("Opening and adoption of the agenda", 10, "Chair"),
    AgendaLine("Preliminary plan of the group", 60, "Co-chairs"),
    AgendaLine("Date of the next meeting", 5),
)


def in_days(days: float, hour: int = 10, minutes: int = 120, zone: str = ZONE) -> When:
    """A wall time so many days from now, at a full hour there."""
    day: date = (datetime.now(UTC).astimezone(ZoneInfo(zone)) + timedelta(days=days)).date()
    return When(day=day, start=time(hour), minutes=minutes, zone=zone)


def secretary_of(body: Body) -> User:
    """The secretary who runs `body`, appointed on first use."""
    council = body.council or body
    found = Appointment.objects.filter(seat__body=council, office=Office.SECRETARY).select_related("person").first()
    return found.person if found else appoint(council, Office.SECRETARY)


def sitting_in(body: Body) -> list[User]:
    appointments = Appointment.objects.current().sitting().filter(seat__body=body).select_related("person")
    return [appointment.person for appointment in appointments]


def make_meeting(body: Body, *, convened: bool = True, when: When | None = None, **fields) -> Meeting:
    """A meeting of `body` with everybody who sits there invited, convened unless told otherwise."""
    actor = secretary_of(body)
    fields.setdefault("invitees", sitting_in(body) or [appoint(body)])
    plan = Plan(
        body=body,
        title=fields.pop("title", "Regular meeting"),
        when=when or in_days(10),
        agenda=fields.pop("agenda", AGENDA),
        **fields,
    )
    meeting = draft_meeting(actor=actor, plan=plan)
    return convene_meeting(actor=actor, meeting=meeting) if convened else meeting
