"""Councils, seats and people for measurements: plain names with numbers, the same at each loading."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from councils.bodies.choices import BodyKind, Office, SeatKind
from councils.bodies.models import Body, OfficeGroup
from councils.bodies.services.grants import open_offices_of
from councils.organisations.choices import OrganisationKind
from councils.organisations.models import Organisation
from councils.seats.models import Appointment, Seat
from rec_portal.accounts.models import User
from rec_portal.foundation.records import store_many
from rec_portal.seeds.rec.organisations import STATES

DOMAIN = "scale.example.org"
MEMBER, SECRETARY = f"member@{DOMAIN}", f"secretary@{DOMAIN}"
GROUPS = "abcd"
OBSERVERS = 5
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
ZONES = ["Asia/Almaty", "Asia/Bishkek", "Asia/Dushanbe", "Asia/Ashgabat", "Asia/Tashkent", "Europe/Vienna",
         "Europe/Zurich", "America/New_York"]  # fmt: skip


def load(councils: int, people: int) -> None:
    """`people` sit in seats; each council has a secretary and an administrator besides."""
    bodies = _make_bodies(councils)
    seats = _make_seats(bodies, _make_organisations())
    sitting = _make_people([_member_address(number) for number in range(people)], "Member")
    _appoint(_seatings(seats, sitting))
    _appoint(_servings([body for body in bodies if body.parent_id is None]))


def _member_address(number: int) -> str:
    return MEMBER if number == 0 else f"member{number}@{DOMAIN}"


def _make_bodies(councils: int) -> list[Body]:
    tops = store_many(
        Body,
        [
            _body(BodyKind.COUNCIL, f"scale-{number}", f"Scale council {number}", order=number)
            for number in range(1, councils + 1)
        ],
        actor=None,
    )
    below = [_below(top, place) for top in tops for place in range(1 + len(GROUPS))]
    bodies = [*tops, *store_many(Body, below, actor=None)]
    open_offices_of(bodies)
    return bodies


def _body(kind: str, slug: str, name: str, **fields: Any) -> Body:
    return Body(kind=kind, slug=slug, name_en=name, short_name_en=name, **fields)


def _below(top: Body, place: int) -> Body:
    fields: dict[str, Any] = {"parent": top, "council": top, "order": place + 1}
    if place == 0:
        return _body(BodyKind.EXECUTIVE_COMMITTEE, f"{top.slug}-committee", f"{top.name_en}, committee", **fields)
    letter = GROUPS[place - 1]
    name = f"{top.name_en}, group ({letter})"
    return _body(BodyKind.WORKING_GROUP, f"{top.slug}-{letter}", name, letter=letter, **fields)


def _make_organisations() -> dict[str, list[Organisation]]:
    rows = [
        Organisation(slug=f"scale-{slug}", kind=kind, country=country, short_name_en=short, name_en=name)
        for slug, kind, country, short, name, *_russian in STATES
    ]
    rows += [
        Organisation(
            slug=f"scale-observer-{number}",
            kind=OrganisationKind.INTERNATIONAL,
            short_name_en=f"Observer {number}",
            name_en=f"Scale observer {number}",
        )
        for number in range(1, OBSERVERS + 1)
    ]
    rows.append(
        Organisation(
            slug="scale-secretariat",
            kind=OrganisationKind.SECRETARIAT,
            short_name_en="Secretariat",
            name_en="Scale secretariat",
        )
    )
    made = store_many(Organisation, rows, actor=None)
    count = len(STATES)
    return {SeatKind.DECIDING: made[:count], SeatKind.OBSERVING: made[count:-1], SeatKind.SERVING: made[-1:]}


def _make_seats(bodies: list[Body], organisations: dict[str, list[Organisation]]) -> list[Seat]:
    """The seats that people sit in, group (a) of the first council first, so that the first person sits there."""
    ordered = sorted(bodies, key=lambda body: (body.root_id, body.kind != BodyKind.WORKING_GROUP, body.order))
    return store_many(
        Seat,
        [
            Seat(body=body, organisation=organisation, kind=kind)
            for body in ordered
            for kind in (SeatKind.DECIDING, SeatKind.OBSERVING)
            for organisation in organisations[kind]
        ],
        actor=None,
    )


def _make_people(addresses: list[str], name: str) -> list[User]:
    """Without a password: whoever measures makes a session or sets one."""
    rows = [
        User(
            email=address,
            name=f"{name} {number}",
            password="!",  # noqa: S106 - one that no password fits
            language=("en", "ru")[number % 2],
            time_zone=ZONES[number % len(ZONES)],
        )
        for number, address in enumerate(addresses)
    ]
    return store_many(User, rows, actor=None)


def _seatings(seats: list[Seat], people: list[User]) -> Iterator[Appointment]:
    """Every seat has a holder as long as there are people; those left over are alternates, seat after seat."""
    for number in range(max(len(seats), len(people)) if people else 0):
        seat, person = seats[number % len(seats)], people[number % len(people)]
        office = Office.MEMBER if seat.kind == SeatKind.DECIDING else Office.OBSERVER
        yield Appointment(
            seat=seat, person=person, office=office, is_alternate=number >= len(seats), starts_at=LONG_AGO
        )


def _servings(councils: list[Body]) -> Iterator[Appointment]:
    addresses = [SECRETARY, *(f"secretary{number}@{DOMAIN}" for number in range(2, len(councils) + 1))]
    secretaries = _make_people(addresses, "Secretary")
    administrators = _make_people([f"administrator{n}@{DOMAIN}" for n in range(1, len(councils) + 1)], "Administrator")
    secretariat = Organisation.objects.filter(slug="scale-secretariat").get()
    for people, office in ((secretaries, Office.SECRETARY), (administrators, Office.ADMINISTRATOR)):
        rows = [
            Seat(body=body, organisation=secretariat, kind=SeatKind.SERVING, label_en=office.value) for body in councils
        ]
        for seat, person in zip(store_many(Seat, rows, actor=None), people, strict=True):
            yield Appointment(seat=seat, person=person, office=office, starts_at=LONG_AGO)


def _appoint(appointments: Iterator[Appointment]) -> None:
    made = store_many(Appointment, list(appointments), actor=None)
    rows = OfficeGroup.objects.values_list("body", "office", "group")
    groups = {(body, office): group for body, office, group in rows}
    membership = User.groups.through
    membership.objects.bulk_create(
        [membership(user_id=row.person_id, group_id=groups[row.seat.body_id, row.office]) for row in made],
        ignore_conflicts=True,
        batch_size=2000,
    )
