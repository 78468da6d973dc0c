"""One small world with a person of each kind, the same for the matrix, the journeys and single tests."""

from dataclasses import dataclass

from councils.bodies.choices import BodyKind, Office, SeatKind
from councils.bodies.models import Body
from rec_portal.accounts.models import User
from tests.factories.councils import appoint, make_council, make_person, make_seat

ANONYMOUS = "anonymous"
PASSPHRASE = "a river and four stones"
# In the order of what they may do; the table of tests/matrix has one column for each.
ACTORS = (
    ANONYMOUS,
    "inactive",
    "nobody",
    "other_secretary",
    "member_b",
    "observer_a",
    "member_a",
    "chair_a",
    "secretary",
    "administrator",
)


@dataclass(frozen=True)
class World:
    """Two councils; group a and group b belong to the first. `people` has everybody but the anonymous one."""

    council: Body
    committee: Body
    group_a: Body
    group_b: Body
    other_council: Body
    people: dict[str, User]

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def make_world() -> World:
    council, other = make_council(groups=2), make_council(groups=1)
    committee, group_a, group_b = council.bodies.exclude(kind=BodyKind.COUNCIL).order_by("order")
    people = {
        "inactive": appoint(group_a, person=_person("Inactive", is_active=False)),
        "nobody": _person("Nobody"),
        "other_secretary": appoint(other, Office.SECRETARY, _person("Other Secretary")),
        "member_b": appoint(group_b, person=_person("Member B")),
        "observer_a": _observer(group_a),
        "member_a": appoint(group_a, person=_person("Member A")),
        "chair_a": appoint(group_a, Office.CHAIR, _person("Chair A")),
        "secretary": appoint(council, Office.SECRETARY, _person("Secretary")),
        "administrator": appoint(council, Office.ADMINISTRATOR, _person("Administrator")),
    }
    return World(council, committee, group_a, group_b, other, people)


def _person(name: str, **fields) -> User:
    return make_person(name, password=PASSPHRASE, **fields)


def _observer(body: Body) -> User:
    seat = make_seat(body, kind=SeatKind.OBSERVING)
    return appoint(body, Office.OBSERVER, _person("Observer A"), seat)
