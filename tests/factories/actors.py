"""One small world with a person of each kind, the same for the matrix, the journeys and single tests."""

from dataclasses import dataclass

from councils.choices import BodyKind, Office, SeatKind
from councils.models import Body
from rec_portal.accounts.models import User
from tests.factories.councils import appoint, make_council, make_person, make_seat

ANONYMOUS = "anonymous"
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
        "inactive": appoint(group_a, person=make_person("Inactive", is_active=False)),
        "nobody": make_person("Nobody"),
        "other_secretary": appoint(other, Office.SECRETARY, make_person("Other Secretary")),
        "member_b": appoint(group_b, person=make_person("Member B")),
        "observer_a": _observer(group_a),
        "member_a": appoint(group_a, person=make_person("Member A")),
        "chair_a": appoint(group_a, Office.CHAIR, make_person("Chair A")),
        "secretary": appoint(council, Office.SECRETARY, make_person("Secretary")),
        "administrator": appoint(council, Office.ADMINISTRATOR, make_person("Administrator")),
    }
    return World(council, committee, group_a, group_b, other, people)


def _observer(body: Body) -> User:
    seat = make_seat(body, kind=SeatKind.OBSERVING)
    return appoint(body, Office.OBSERVER, make_person("Observer A"), seat)
