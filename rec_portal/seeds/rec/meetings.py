"""The two meetings of 2024 as the founding report tells them.

They are entered as a record of what was: nobody was invited through the portal, so they stand as held from the
start. The report gives days, not hours; the working day is an assumption and the note says so.
"""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from councils.bodies.models import Body
from meetings.agenda.services.agenda import AgendaLine, replace_agenda
from meetings.calling.services.drafting import replace_further_bodies
from meetings.meeting.choices import MeetingFormat, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import When, set_schedule
from rec_portal.audit.writer import record
from rec_portal.foundation.records import store

ZONE = "Asia/Tashkent"
ABOUT_THE_TIME = (
    "Entered afterwards from public reports. They give the day only; 10:00 to 17:00 in Tashkent stands for a whole"
    " working day."
)


@dataclass(frozen=True)
class Held:
    title: str
    day: date
    format: str
    place: str = ""
    note: str = ""
    agenda: tuple[str, ...] = ()
    further: tuple[str, ...] = ()


FIRST_MEETINGS = [
    Held(
        title="First Meeting of the Regional Expert Council",
        day=date(2024, 5, 14),
        format=MeetingFormat.IN_PERSON,
        place="Tashkent",
        note="The Council was launched at this meeting.",
    ),
    Held(
        title="First Meeting of the Working Groups",
        day=date(2024, 7, 26),
        format=MeetingFormat.ONLINE,
        note="A joint meeting of all four working groups, held to implement the Roadmap for cooperation between the"
        " Republic of Uzbekistan and the UN Office of Counter-Terrorism for 2024-2025.",
        agenda=(
            "Results of the First Meeting of the Regional Expert Council",
            "Preliminary plans of the working groups for 2024-2025",
            "Developing an informal regional network of practitioners in rehabilitation and reintegration",
        ),
        further=("wg-a", "wg-b", "wg-c", "wg-d"),
    ),
]


def load(bodies: dict[str, Body]) -> None:
    """Enters each of the meetings that the Council does not have yet."""
    council = bodies["rec"]
    for held in FIRST_MEETINGS:
        if not Meeting.objects.filter(council=council, title=held.title, wall_day=held.day).exists():
            _enter(council, held, [bodies[slug] for slug in held.further])


@transaction.atomic
def _enter(council: Body, held: Held, further: list[Body]) -> None:
    meeting = Meeting(
        body=council,
        council=council,
        title=held.title,
        format=held.format,
        place=held.place,
        note=f"{held.note}\n\n{ABOUT_THE_TIME}",
        state=MeetingState.CLOSED,
    )
    set_schedule(meeting, When(held.day, time(10), 7 * 60, ZONE))
    changes = store(meeting, actor=None)
    changes += replace_further_bodies(meeting, further)
    changes += replace_agenda(meeting, [AgendaLine(title) for title in held.agenda], actor=None)
    record(actor=None, verb="meeting.recorded", target=meeting, root_id=council.pk, changes=changes, for_members=True)
