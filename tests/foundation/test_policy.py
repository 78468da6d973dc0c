"""One rule, three questions: check, list and recipients agree for every person and every row."""

from datetime import UTC, datetime, timedelta

import pytest

from councils.bodies.choices import BodyKind, Office
from councils.bodies.models import Body
from councils.seats.models import Appointment
from rec_portal.accounts.models import User
from rec_portal.foundation import policy
from tests.factories import appoint, make_council, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    council, other = make_council(groups=2), make_council(groups=1)
    group_a, group_b = council.bodies.filter(kind=BodyKind.WORKING_GROUP).order_by("order")
    long_over = datetime(2024, 6, 1, tzinfo=UTC)
    return {
        "secretary": appoint(council, Office.SECRETARY),
        "administrator": appoint(council, Office.ADMINISTRATOR),
        "chair_a": appoint(group_a, Office.CHAIR),
        "member_a": appoint(group_a),
        "member_b": appoint(group_b),
        "former_a": appoint(group_a, ends_at=long_over),
        "coming_a": appoint(group_a, starts_at=datetime.now(UTC) + timedelta(days=3)),
        "other_secretary": appoint(other, Office.SECRETARY),
        "nobody": make_person("Nobody"),
        "inactive": appoint(group_a, person=make_person("Gone", is_active=False)),
    }


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("action", ["see", "look_inside", "run", "appoint", "administer"])
def test_the_three_questions_agree_on_bodies(people, action):
    for body in Body.objects.all():
        may = {name for name, person in people.items() if policy.can(fresh(person), action, body)}
        listed = {
            name
            for name, person in people.items()
            if policy.allowed(fresh(person), action, Body.objects.all()).filter(pk=body.pk).exists()
        }
        found = set(policy.users_who_can(action, body))
        assert may == listed == {name for name, person in people.items() if person in found}, (body, action)


@pytest.mark.parametrize("model", [User, Appointment])
def test_the_three_questions_agree_on_people(people, model):
    for row in model.objects.all():
        may = {name for name, person in people.items() if policy.can(fresh(person), "see", row)}
        found = set(policy.users_who_can("see", row))
        assert may == {name for name, person in people.items() if person in found}, row


def test_a_secretary_of_the_council_runs_its_groups_and_nobody_elses(people):
    runs = policy.allowed(people["secretary"], "run", Body.objects.all())
    assert runs.count() == 4
    assert not runs.intersection(policy.allowed(people["other_secretary"], "run", Body.objects.all())).exists()


def test_a_term_that_ended_or_has_not_begun_opens_nothing(people):
    for name in ("former_a", "coming_a", "nobody", "inactive"):
        assert not policy.allowed(people[name], "see", Body.objects.all()).exists(), name


def test_access_costs_one_query_however_many_bodies(people, django_assert_num_queries):
    secretary = fresh(people["secretary"])
    with django_assert_num_queries(1):
        assert policy.Access.of(secretary).ids("run_body")
        assert policy.Access.of(secretary).ids("see_body")
