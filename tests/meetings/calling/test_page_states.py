"""What a meeting's page costs in each state there is, however much hangs on the meeting."""

import pytest

from councils.bodies.choices import Office
from meetings.meeting.choices import ENDED, ON, UNANNOUNCED, MeetingState
from tests.factories import appoint
from tests.factories.states import meeting_in

pytestmark = pytest.mark.django_db
# Before the session, and from its opening on, when decisions and actions are on the page too.
QUERIES = {
    "secretary": (10, 12),
    "administrator": (10, 12),
    "chair_a": (9, 11),
    "member_a": (9, 11),
    "observer_a": (9, 11),
    "member_b": (9, 11),
    "runs elsewhere": (10, 12),
}
OUTSIDERS = ("nobody", "other_secretary")


@pytest.mark.parametrize("state", MeetingState.values)
def test_the_page_costs_the_same_however_much_there_is(world, client_of, state, django_assert_num_queries):
    readers = {
        **world.people,
        "runs elsewhere": appoint(world.group_a, person=appoint(world.other_council, Office.SECRETARY)),
    }
    begun = state in (*ON, *ENDED)
    for number in (1, 10):
        address = meeting_in(state, world, number).get_absolute_url()
        for name, queries in QUERIES.items():
            client = client_of(readers[name])
            if state in UNANNOUNCED and name != "secretary":
                assert client.get(address).status_code == 404, name
                continue
            with django_assert_num_queries(queries[begun]):
                assert client.get(address).status_code == 200, name
        for name in OUTSIDERS:
            assert client_of(name).get(address).status_code == 404, name


@pytest.mark.parametrize("state", [MeetingState.CONVENED, MeetingState.POSTPONED, MeetingState.CANCELLED])
def test_nothing_reckons_with_a_time_that_is_struck_out(world, client_of, state):
    context = client_of("member_a").get(meeting_in(state, world, 1).get_absolute_url()).context
    stands = state == MeetingState.CONVENED
    assert bool(context["cities"]) == stands
    assert [bool(row["time"]) for row in context["agenda"]] == [stands] * len(context["agenda"])
    assert context["agenda"]
