"""A prepared query answers as the query it was made from, with the values of each call."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model

from rec_portal.foundation.prepared import PreparedQuery
from tests.factories import make_person

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


def people_of(user: int, now: datetime):
    """A constant beside the values, one value twice, and a second part joined by UNION."""
    people = get_user_model().objects.filter(is_active=True)
    mine = people.filter(pk=user, created_at__lte=now)
    return mine.values_list("name", "pk").union(
        people.filter(pk__gt=user, created_at__gt=now).values_list("name", "pk")
    )


@pytest.fixture
def people(time_machine):
    made = []
    for day, name in enumerate(("Aida", "Bek", "Dilnoza")):
        time_machine.move_to(FIRST + timedelta(days=day), tick=False)
        made.append(make_person(name))
    return made


def test_each_call_has_its_own_values(people):
    prepared = PreparedQuery(people_of, user=int, now=datetime)
    for person in people:
        for now in (FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=5)):
            assert sorted(prepared.rows(user=person.pk, now=now)) == sorted(people_of(person.pk, now))


def test_the_query_is_built_once(people, django_assert_num_queries):
    built = []

    def build(user):
        built.append(user)
        return get_user_model().objects.filter(pk=user).values_list("name")

    prepared = PreparedQuery(build, user=int)
    with django_assert_num_queries(3):
        assert [prepared.rows(user=person.pk) for person in people] == [[(person.name,)] for person in people]
    assert len(built) == 1


def test_a_value_that_is_not_given_is_a_fault(people):
    with pytest.raises(KeyError):
        PreparedQuery(people_of, user=int, now=datetime).rows(user=1)
