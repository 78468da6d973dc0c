"""Who sits where in the demo: every seat of the Council is filled, each state chairs one body in alphabetical order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from councils.bodies.choices import Office
from councils.bodies.models import Body
from councils.seats.models import Appointment, Seat
from councils.seats.services.appointments import appoint_person
from councils.seats.services.people import Newcomer
from rec_portal.accounts.models import User
from rec_portal.foundation.querysets import recorded_in_bulk
from rec_portal.seeds.demo.people import BY_KEY, DOMAIN
from rec_portal.seeds.rec import bodies as rec_bodies
from rec_portal.seeds.rec import organisations as rec_organisations

LAUNCH = date(2024, 5, 14)
HANDOVER = date(2024, 12, 31)
STATES = {row[2].lower(): row[0] for row in rec_organisations.STATES}
GROUPS = tuple(letter for letter, *_subjects in rec_bodies.GROUPS)
# Whose state chairs which body: the states in alphabetical order, the bodies in theirs.
CHAIRS = dict(zip(("executive-committee", *(f"wg-{letter}" for letter in GROUPS)), STATES, strict=True))
SERVING = {"Secretary": "secretariat", "Administrator": "admin", "Second administrator": "admin2"}


@dataclass(frozen=True)
class Place:
    """One person in one seat."""

    body: str
    organisation: str
    key: str
    office: str
    label: str = ""
    is_alternate: bool = False
    starts_on: date = LAUNCH
    ends_on: date | None = None


def places() -> Iterator[Place]:
    for code, state in STATES.items():
        yield from _places_of_state(code, state)
    for seat in Seat.objects.filter(kind="observing").select_related("body", "organisation"):
        body, organisation = seat.body.slug, seat.organisation.slug
        yield Place(body, organisation, _observer(body, organisation), Office.OBSERVER)
    for label, key in SERVING.items():
        office = Office.SECRETARY if key == "secretariat" else Office.ADMINISTRATOR
        yield Place("rec", "secretariat", key, office, label)


def _places_of_state(code: str, state: str) -> Iterator[Place]:
    head = f"{code}.council"
    yield Place("rec", state, head, Office.MEMBER)
    chairs_committee = CHAIRS["executive-committee"] == code
    yield Place(
        "executive-committee",
        state,
        "excom" if chairs_committee else head,
        Office.CHAIR if chairs_committee else Office.MEMBER,
    )
    for letter in GROUPS:
        body = f"wg-{letter}"
        key = "chair.a" if (letter, CHAIRS[body]) == ("a", code) else f"{code}.{letter}"
        office = Office.CHAIR if CHAIRS[body] == code else Office.MEMBER
        starts_on = LAUNCH
        if former := BY_KEY.get(f"{key}.former"):
            yield Place(body, state, former.key, office, ends_on=HANDOVER)
            starts_on = date(HANDOVER.year + 1, 1, 1)
        yield Place(body, state, key, office, starts_on=starts_on)
        if letter in "ab":
            yield Place(body, state, f"{code}.alternate", Office.MEMBER, is_alternate=True)


def _observer(body: str, organisation: str) -> str:
    if (body, organisation) == ("wg-a", "unodc"):
        return "observer.a"
    return "focal.unicef" if organisation == "unicef" else organisation


def load(bodies: dict[str, Body]) -> None:
    """Fills the seats; a person who was in a seat before, now or in time to come is not put there again."""
    seats = {
        (seat.body.slug, seat.organisation.slug, seat.label_en): seat
        for seat in Seat.objects.filter(body__in=bodies.values()).select_related("body", "organisation")
    }
    known = set(Appointment.objects.order_by().values_list("seat_id", "person__email"))
    for place in places():
        seat, person = seats[place.body, place.organisation, place.label], BY_KEY[place.key]
        if (seat.pk, person.email) not in known:
            _fill(seat, place)


def _fill(seat: Seat, place: Place) -> None:
    person = BY_KEY[place.key]
    fields: dict[str, Any] = {
        name: getattr(person, name) for name in ("email", "name", "job_title", "language", "time_zone")
    }
    appoint_person(
        actor=None,
        seat=seat,
        person=Newcomer(**fields),
        office=place.office,
        is_alternate=place.is_alternate,
        starts_on=place.starts_on,
        ends_on=place.ends_on,
    )


def give_passphrase(passphrase: str) -> None:
    """Lets demo people who have no passphrase yet sign in with the common one, hashed once for all of them."""
    without = User.objects.filter(email__endswith=f"@{DOMAIN}", password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if without.exists():
        with recorded_in_bulk():
            without.update(password=make_password(passphrase))
