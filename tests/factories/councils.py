import itertools
from datetime import UTC, datetime

from councils.bodies.choices import BodyKind, Office, SeatKind
from councils.bodies.models import Body
from councils.bodies.services.grants import open_offices
from councils.organisations.choices import OrganisationKind
from councils.organisations.models import Organisation
from councils.seats.models import Appointment, Seat
from councils.seats.services.offices import sync_offices_of
from rec_portal.accounts.models import User

_counter = itertools.count(1)
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)


def make_person(name: str = "", **fields) -> User:
    number = next(_counter)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}.{number}@example.org")
    return User.objects.create_user(email=email, password=fields.pop("password", None), name=name, **fields)


def make_body(parent: Body | None = None, **fields) -> Body:
    number = next(_counter)
    kind = BodyKind.WORKING_GROUP if parent else BodyKind.COUNCIL
    name = f"Body {number}"
    # The place is a small number in the database, and a long run makes more things than it can hold.
    fields = {"name_en": name, "short_name_en": name, "order": number % 10_000} | fields
    fields = {"kind": kind, "slug": f"body-{number}"} | fields
    body = Body(parent=parent, council=parent and (parent.council or parent), **fields)
    body.save()
    open_offices(body)
    return body


def make_council(groups: int = 4) -> Body:
    """A council with an Executive Committee and working groups; reach them by `council.bodies`."""
    council = make_body()
    make_body(council, kind=BodyKind.EXECUTIVE_COMMITTEE, order=1)
    for number in range(groups):
        letter = "abcdefgh"[number]
        make_body(council, letter=letter, order=2 + number)
    return council


def make_organisation(**fields) -> Organisation:
    number = next(_counter)
    defaults = {
        "slug": f"organisation-{number}",
        "kind": OrganisationKind.INTERNATIONAL,
        "name_en": f"Organisation {number}",
        "short_name_en": f"Org {number}",
    }
    organisation = Organisation(**(defaults | fields))
    organisation.save()
    return organisation


def make_seat(body: Body, organisation: Organisation | None = None, kind: str = SeatKind.DECIDING, **fields) -> Seat:
    seat = Seat(body=body, organisation=organisation or make_organisation(), kind=kind, **fields)
    seat.save()
    return seat


def appoint(body: Body, office: str = Office.MEMBER, person: User | None = None, seat: Seat | None = None, **fields):
    """Puts a (new) person into an office of `body` and returns the person."""
    person = person or make_person()
    kind = SeatKind.SERVING if office in (Office.SECRETARY, Office.ADMINISTRATOR) else SeatKind.DECIDING
    seat = seat or make_seat(body, kind=kind)
    Appointment(seat=seat, person=person, office=office, **({"starts_at": LONG_AGO} | fields)).save()
    sync_offices_of(person)
    return person
