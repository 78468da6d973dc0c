from typing import Any

from councils.bodies.models import Body
from meetings.agenda.models import AgendaItem, Proposal
from meetings.agenda.querysets import EVERYBODY
from meetings.agenda.services.agenda import agenda_of
from meetings.agenda.services.proposals import Wish, propose_item, seats_to_speak_for
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User


def change_item(meeting: Meeting, number: int, **values: Any) -> AgendaItem:
    """The item with that number, changed as if somebody had edited it a moment ago."""
    item = AgendaItem.objects.get(meeting=meeting, position=number)
    for name, value in values.items():
        setattr(item, name, value)
    item.save()
    return item


def titles_for(meeting: Meeting, reader: Any = EVERYBODY) -> list[str]:
    return [item.title for item in agenda_of(meeting, reader).items]


def make_proposal(body: Body, person: User, title: str = "Exchange of experience", **wish: Any) -> Proposal:
    seat = seats_to_speak_for(person, body)[0]
    return propose_item(actor=person, body=body, seat=seat, wish=Wish(title, **wish))
