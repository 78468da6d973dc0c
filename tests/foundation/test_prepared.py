"""A prepared query answers as the query it was made from, with the values of each call."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from rec_portal.audit.models import AuditEvent
from rec_portal.audit.writer import record
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


def people_in(column: str, keys: list[int], email: str):
    return get_user_model().objects.filter(pk__in=keys).exclude(email=email).order_by("pk").values_list(column)


@pytest.fixture
def people(time_machine):
    made = []
    for day, name in enumerate(("Aida", "Bek", "Dilnoza")):
        time_machine.move_to(FIRST + timedelta(days=day), tick=False)
        made.append(make_person(name))
    return made


def test_each_call_has_its_own_values(people):
    prepared = PreparedQuery(people_of)
    for person in people:
        for now in (FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=5)):
            assert sorted(prepared.rows(user=person.pk, now=now)) == sorted(people_of(person.pk, now))


def test_lists_of_any_length_and_other_shapes(people):
    prepared = PreparedQuery(people_in)
    keys = [person.pk for person in people]
    for chosen in (keys, keys[:1], keys[1:], keys[:1] * 3, keys[::-1]):
        for column in ("name", "email"):
            for email in (people[0].email, "nobody@example.org"):
                assert prepared.rows(column, keys=chosen, email=email) == list(people_in(column, chosen, email))


def test_a_list_taken_whole(people):
    prepared = PreparedQuery(lambda keys: get_user_model().objects.filter(pk__one_of=keys).values_list("name"))
    keys = [person.pk for person in people]
    for chosen in (keys, keys[:1], keys[1:], keys[:1] * 3, keys[::-1]):
        names = {(person.name,) for person in people if person.pk in chosen}
        assert set(prepared.rows(keys=chosen)) == names
    with CaptureQueriesContext(connection) as captured:
        prepared.rows(keys=keys)
    assert ("ANY" in captured[0]["sql"]) == (connection.vendor == "postgresql")


def test_nothing_to_ask_for_is_said_as_the_query_itself_says_it(people):
    with pytest.raises(EmptyResultSet):
        PreparedQuery(people_in).rows("name", keys=[], email="")


def test_the_query_is_built_once(people, django_assert_num_queries):
    built = []

    def build(user):
        built.append(user)
        return get_user_model().objects.filter(pk=user).values_list("name")

    prepared = PreparedQuery(build)
    with django_assert_num_queries(3):
        assert [prepared.rows(user=person.pk) for person in people] == [[(person.name,)] for person in people]
    assert len(built) == 1


def test_values_stay_parameters(people):
    """They are never written into the SQL, where a text could end a quotation."""
    prepared = PreparedQuery(people_in)
    seen = []

    def note(execute, sql, params, many, context):
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        prepared.rows("name", keys=[1], email="it's --")
    ((sql, parameters),) = seen
    assert "it's" not in sql
    assert list(parameters) == [1, "it's --"]


def test_a_value_of_another_kind_is_refused(people):
    for value in (True, None, people[0]):
        with pytest.raises(TypeError, match="user"):
            PreparedQuery(lambda user: get_user_model().objects.filter(pk=user).values_list("name")).rows(user=value)


def test_only_the_latest_shapes_are_kept(people, monkeypatch):
    monkeypatch.setattr("rec_portal.foundation.prepared.MOST_SHAPES", 3)
    prepared = PreparedQuery(lambda condition: get_user_model().objects.filter(condition).values_list("name"))
    for _ in range(2):
        for number in range(9):
            found = prepared.rows(Q(pk=people[number % 3].pk) | Q(pk=-number - 1))
            assert found == [(people[number % 3].name,)]
    assert len(prepared._made) == 3


def test_values_of_other_names_make_another_query(people):
    prepared = PreparedQuery(lambda **wanted: get_user_model().objects.filter(**wanted).values_list("name"))
    assert prepared.rows(pk=people[0].pk) == [("Aida",)]
    assert prepared.rows(email=people[1].email) == [("Bek",)]


def test_what_the_database_has_no_type_for_is_read_as_django_reads_it():
    """Here it is JSON, which comes as text; in SQLite instants come so, too."""
    person = make_person("Aida")
    record(
        actor=person, verb="poll.opened", target=person, root_id=None, changes=[{"field": "x", "old": None, "new": 1}]
    )
    asked = PreparedQuery(lambda actor: AuditEvent.objects.filter(actor=actor).values_list("verb", "changes", "at"))
    assert asked.rows(actor=person.pk) == list(
        AuditEvent.objects.filter(actor=person).values_list("verb", "changes", "at")
    )
    assert asked.rows(actor=person.pk)[0][1] == [{"field": "x", "old": None, "new": 1}]
