"""Sending again and putting aside."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.outbox import reasons
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.services.failures import put_aside, resend_failed, resend_message
from tests.outbox.notices import plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead(world):
    return make_dead(world)


def make_dead(world, **fields) -> OutboxMessage:
    (row,) = plan(world.member_a, root_id=world.group_a.pk, **fields)
    OutboxMessage.objects.filter(pk=row.pk).update(state="dead", settled_at=timezone.now())
    row.refresh_from_db()
    return row


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(verb__startswith="message.").order_by("id").values_list("verb", flat=True))


class TestResend:
    def test_is_a_new_message_and_ends_the_alert(self, world, dead):
        repeated = resend_message(actor=world.secretary, message=dead)
        assert (repeated.state, repeated.recipient, repeated.kind) == ("waiting", dead.recipient, dead.kind)
        assert repeated.message_id != dead.message_id
        dead.refresh_from_db()
        assert dead.state == "dead"
        assert not OutboxMessage.objects.alarming().exists()
        assert verbs() == ["message.resent"]

    def test_a_second_press_finds_the_first_ones_message(self, world, dead):
        first, second = (resend_message(actor=world.secretary, message=dead) for _ in range(2))
        assert first == second
        assert verbs() == ["message.resent"]

    def test_what_was_sent_again_can_be_sent_again(self, world, dead):
        repeated = resend_message(actor=world.secretary, message=dead)
        OutboxMessage.objects.filter(pk=repeated.pk).update(state="sent")
        assert resend_message(actor=world.secretary, message=repeated).pk not in (dead.pk, repeated.pk)

    @pytest.mark.parametrize("state", ["waiting", "sending"])
    def test_not_while_it_is_on_its_way(self, world, dead, state):
        OutboxMessage.objects.filter(pk=dead.pk).update(state=state)
        with pytest.raises(WrongState):
            resend_message(actor=world.secretary, message=dead)

    @pytest.mark.parametrize("state", ["sent", "skipped", "cancelled"])
    def test_any_settled_one(self, world, dead, state):
        OutboxMessage.objects.filter(pk=dead.pk).update(state=state)
        assert resend_message(actor=world.secretary, message=dead).state == "waiting"

    def test_not_when_its_time_has_passed(self, world):
        late = make_dead(world, not_after=timezone.now() - timedelta(minutes=1))
        with pytest.raises(Refusal, match=str(reasons.TOO_LATE)):
            resend_message(actor=world.secretary, message=late)

    def test_not_to_a_person_who_may_no_longer_sign_in(self, world, dead):
        world.member_a.is_active = False
        world.member_a.save()
        with pytest.raises(Refusal, match=str(reasons.INACTIVE)):
            resend_message(actor=world.secretary, message=dead)

    def test_tries_a_refused_address_once_more(self, world, dead):
        world.member_a.mail_refused_at = timezone.now()
        world.member_a.save()
        resend_message(actor=world.secretary, message=dead)
        world.member_a.refresh_from_db()
        assert world.member_a.mail_refused_at is None
        assert AuditEvent.objects.filter(verb="person.mail_resumed", actor=world.secretary).exists()

    @pytest.mark.parametrize("who", ["chair_a", "member_a", "member_b", "other_secretary", "nobody"])
    def test_not_by_others(self, world, dead, who):
        for act in (resend_message, put_aside):
            with pytest.raises(NotAllowed):
                act(actor=world.people[who], message=dead)


class TestPutAside:
    def test_ends_the_alert_and_leaves_the_message(self, world, dead):
        put_aside(actor=world.administrator, message=dead)
        dead.refresh_from_db()
        assert dead.state == "dead"
        assert not OutboxMessage.objects.alarming().exists()
        assert verbs() == ["message.put_aside"]
        with pytest.raises(WrongState):
            put_aside(actor=world.administrator, message=dead)

    def test_only_what_failed(self, world, dead):
        OutboxMessage.objects.filter(pk=dead.pk).update(state="sent")
        with pytest.raises(WrongState):
            put_aside(actor=world.secretary, message=dead)


def test_all_failed_ones_at_once_each_by_itself(world):
    for _number in range(3):
        make_dead(world)
    make_dead(world, not_after=timezone.now() - timedelta(minutes=1))
    plan(world.member_b)  # nobody's alert
    assert resend_failed(actor=world.other_secretary) == (0, 0)
    assert resend_failed(actor=world.secretary) == (3, 1)
    assert OutboxMessage.objects.alarming().count() == 1
