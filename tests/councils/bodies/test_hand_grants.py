"""Grants by hand: with a reason and an end, by administrators only, gone by the clock or when taken back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from councils.bodies.models import Body, BodyUserGrant
from councils.bodies.services.hand_grants import LONGEST, grant_by_hand, revoke_hand_grant
from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import InvalidInput, NotAllowed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 7, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def give(world):
    def call(**fields):
        defaults = {
            "actor": world.administrator,
            "body": world.group_a,
            "person": world.nobody,
            "permission": "see_body",
            "reason": "Prepares a briefing",
            "expires_at": TOMORROW,
        }
        return grant_by_hand(**(defaults | fields))

    return call


def may(person: User, action: str, body: Body) -> bool:
    return policy.can(User.objects.get(pk=person.pk), action, body)


def test_it_opens_what_it_names_until_it_expires(world, give):
    assert not may(world.nobody, "look_inside", world.group_a)
    give()
    assert may(world.nobody, "look_inside", world.group_a)
    assert may(world.nobody, "see", world.group_a)
    assert not may(world.nobody, "run", world.group_a)
    assert not may(world.nobody, "see", world.group_b)
    with time_machine.travel(TOMORROW, tick=False):
        assert not may(world.nobody, "see", world.group_a)


def test_it_says_who_gave_it_and_why(world, give):
    grant = give()
    assert (grant.granted_by, grant.reason) == (world.administrator, "Prepares a briefing")
    event = AuditEvent.objects.about(world.group_a).first()
    assert (event.verb, event.reason) == ("grant.given", "Prepares a briefing")
    assert event.changes[0]["field"] == "see_body"
    assert "Nobody" in event.changes[0]["new"]


def test_giving_again_replaces_reason_and_end(give):
    give()
    again = give(reason="Briefing moved", expires_at=NOW + timedelta(days=9))
    assert again.expires_at == NOW + timedelta(days=9)
    assert BodyUserGrant.objects.filter(permission=again.permission).count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("permission", "delete_body"),
        ("reason", "  "),
        ("expires_at", NOW),
        ("expires_at", NOW + LONGEST + timedelta(seconds=1)),
    ],
)
def test_what_is_refused(give, field, value):
    with pytest.raises(InvalidInput) as refusal:
        give(**{field: value})
    assert refusal.value.field == field


@pytest.mark.parametrize("actor", ["secretary", "chair_a", "member_a", "nobody", "other_secretary"])
def test_only_administrators_give_and_take(world, give, actor):
    with pytest.raises(NotAllowed):
        give(actor=world.people[actor])
    with pytest.raises(NotAllowed):
        revoke_hand_grant(actor=world.people[actor], grant=give(), reason="No")


def test_taken_back_it_is_gone_and_the_body_with_it(world, give):
    revoke_hand_grant(actor=world.administrator, grant=give(), reason="Done")
    assert not may(world.nobody, "see", world.group_a)
    assert not BodyUserGrant.objects.exists()
    event = AuditEvent.objects.about(world.group_a).first()
    assert (event.verb, event.reason) == ("grant.revoked", "Done")


def test_one_of_two_leaves_the_other(world, give):
    give(permission="mail_body")
    revoke_hand_grant(actor=None, grant=give(), reason="Done")
    assert not may(world.nobody, "look_inside", world.group_a)
    assert may(world.nobody, "see", world.group_a)


def test_the_knowledge_of_a_body_alone_can_be_given(world, give):
    grant = give(permission="list_body")
    assert may(world.nobody, "see", world.group_a)
    revoke_hand_grant(actor=None, grant=grant, reason="Done")
    assert not may(world.nobody, "see", world.group_a)


def test_taking_back_asks_why(give):
    with pytest.raises(InvalidInput):
        revoke_hand_grant(actor=None, grant=give(), reason="")
