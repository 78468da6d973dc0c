"""Who decides over a person's sign-in decides over all it opens: so only administrators of all of it may."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councils.bodies.choices import Office
from councils.bodies.models import BodyUserGrant
from councils.bodies.services.hand_grants import grant_by_hand
from councils.seats.services.people import disable_person
from rec_portal.accounts.services.access import change_address, remove_factors
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import NotAllowed
from tests.factories import appoint, make_person

pytestmark = pytest.mark.django_db

SOON = timedelta(days=30)


@pytest.fixture
def other_administrator(world):
    return appoint(world.other_council, Office.ADMINISTRATOR)


@pytest.fixture
def group_administrator(world):
    return appoint(world.group_a, Office.ADMINISTRATOR)


def decides(actor, person) -> bool:
    policy.Access.forget(actor)
    may = policy.can(actor, "disable", person)
    assert may == policy.users_who_can("disable", person).filter(pk=actor.pk).exists()
    assert may == policy.can(actor, "explain", person)
    return may


def test_an_administrator_of_another_council_takes_nobody_over(world, other_administrator):
    victim = world.administrator
    for deed in (
        lambda: change_address(
            actor=other_administrator, person=victim, version=victim.version, email="me@example.org"
        ),
        lambda: remove_factors(actor=other_administrator, person=victim, reason="Lost"),
        lambda: disable_person(actor=other_administrator, person=victim, reason="Left"),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert not any(decides(other_administrator, person) for person in (world.member_a, world.secretary, world.chair_a))


def test_pages_of_another_councils_people_offer_nothing(world, client_of, other_administrator):
    client = client_of(other_administrator)
    for name in ("councils:disable_person", "accounts:change_address", "accounts:remove_factors", "access:person"):
        assert client.get(reverse(name, args=[world.administrator.public_id])).status_code == 404, name
    found = client.get(reverse("access:access"), {"q": "Secretary"}).context["people"]
    assert [person.name for person in found] == ["Other Secretary"]


def test_an_administrator_of_a_group_has_no_say_over_who_also_sits_above(world, group_administrator):
    assert decides(group_administrator, world.member_a)
    assert not decides(group_administrator, world.administrator)
    appoint(world.council, person=world.member_a, starts_at=timezone.now() + SOON)
    assert not decides(group_administrator, world.member_a)
    assert decides(world.administrator, world.member_a)


def test_whoever_sits_nowhere_is_anybodys(world, other_administrator):
    person = make_person()
    assert decides(world.administrator, person)
    assert decides(other_administrator, person)
    assert not decides(world.secretary, person)


def test_a_grant_by_hand_counts_while_it_lasts(world, other_administrator):
    person = make_person()
    grant_by_hand(
        actor=world.administrator,
        body=world.group_a,
        person=person,
        permission="see_body",
        reason="Evaluation",
        expires_at=timezone.now() + SOON,
    )
    assert not decides(other_administrator, person)
    assert decides(world.administrator, person)
    BodyUserGrant.objects.update(expires_at=timezone.now())
    assert decides(other_administrator, person)
