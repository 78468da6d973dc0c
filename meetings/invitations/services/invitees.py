"""Whom a meeting can invite: the people who sit in its bodies, seat by seat in protocol order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from councils.bodies.choices import Office, SeatKind
from councils.bodies.models import Body
from councils.organisations.querysets import protocol_order
from councils.seats.models import Appointment, Seat
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation.records import store, store_many


@dataclass(frozen=True)
class Place:
    """One person in one seat, or a seat that nobody fills (`person` None)."""

    seat: Seat
    person: User | None = None
    office: str = ""
    is_alternate: bool = False


class Invitable:
    """The seats of some bodies with the people in them; a person on two seats stands at the first of them.

    `usual` are the public ids of those invited unless somebody unticks them: each seat's holder, the alternate where
    there is no holder, and nobody of those who only serve the body.
    """

    def __init__(self, places: Iterable[Place], more: Sequence[User] = ()) -> None:
        self.places = list(places)
        filled = [place for place in self.places if place.person is not None]
        self.people: dict[str, User] = {person.public_id: person for place in filled if (person := place.person)}
        # Who was invited earlier and no longer sits here can stay or be left out.
        self.more = [person for person in more if person.public_id not in self.people]
        self.people |= {person.public_id: person for person in self.more}
        self.usual = _usual(filled)

    def chosen(self, public_ids: Iterable[str]) -> list[User]:
        return [self.people[public_id] for public_id in public_ids if public_id in self.people]


def invitable(bodies: Sequence[Body], invited: Sequence[User] = ()) -> Invitable:
    """Who can be invited to a meeting of `bodies`, besides those `invited` already."""
    seats = Seat.objects.filter(body__in=bodies).select_related("organisation", "body").by_protocol()
    sitting: dict[int, list[Appointment]] = {}
    for appointment in _sitting(bodies).select_related("person").order_by("is_alternate", "id"):
        sitting.setdefault(appointment.seat_id, []).append(appointment)
    return Invitable((place for seat in seats for place in _places(seat, sitting.get(seat.pk, []))), invited)


def usually_invited(bodies: Sequence[Body]) -> list[User]:
    """Those of `invitable` who are invited unless somebody unticks them, in the same order; in one query."""
    order = (*protocol_order("seat__organisation__"), "seat__label_en", "seat_id", "is_alternate", "id")
    rows = _sitting(bodies).select_related("person", "seat").order_by(*order)
    people = Invitable(Place(row.seat, row.person, row.office, row.is_alternate) for row in rows)
    return people.chosen(people.usual)


def _sitting(bodies: Sequence[Body]) -> Any:
    of_bodies = Appointment.objects.current().filter(seat__body__in=bodies, person__is_active=True)
    return of_bodies.exclude(office=Office.ADMINISTRATOR)


def _places(seat: Seat, appointments: list[Appointment]) -> Iterable[Place]:
    if not appointments and seat.kind != SeatKind.SERVING:
        yield Place(seat)
    for appointment in appointments:
        yield Place(seat, appointment.person, appointment.office, appointment.is_alternate)


def _usual(filled: Iterable[Place]) -> list[str]:
    held = {place.seat.pk for place in filled if not place.is_alternate}
    usual = [
        place.person.public_id  # type: ignore[union-attr]
        for place in filled
        if place.office != Office.SECRETARY and not (place.is_alternate and place.seat.pk in held)
    ]
    return list(dict.fromkeys(usual))


def replace_invitees(meeting: Meeting, people: Sequence[User], *, actor: User | None) -> list[dict]:
    """Invites exactly `people`; someone left out is withdrawn, not deleted. Returns what changed."""
    known = {invitation.person_id: invitation for invitation in meeting.invitations.select_related("person")}
    wanted = {person.pk: person for person in people}
    joining = [key for key in wanted if key not in known or known[key].withdrawn_at]
    leaving = [key for key, row in known.items() if key not in wanted and row.withdrawn_at is None]
    new = [Invitation(meeting=meeting, person=wanted[key]) for key in joining if key not in known]
    store_many(Invitation, new, actor=actor)
    for invitation in (known[key] for key in joining if key in known):
        # Invited again is asked again: the answer of then was to another question.
        invitation.withdrawn_at = invitation.answered_at = None
        invitation.answer, invitation.alternate_name = Answer.NONE, ""
        store(invitation, actor=actor)
    for key in leaving:
        known[key].withdrawn_at = timezone.now()
        store(known[key], actor=actor)
    joined = [{"field": "invitees", "old": None, "new": str(wanted[key])} for key in joining]
    return joined + [{"field": "invitees", "old": str(known[key].person), "new": None} for key in leaving]
