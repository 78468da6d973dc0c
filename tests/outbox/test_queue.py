"""Rows are written and withdrawn with the change that calls for them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, override

from rec_portal.outbox import queue
from rec_portal.outbox.models import OutboxMessage
from tests.factories import make_organisation, make_person
from tests.outbox.notices import BULK, PLAIN, plan


def states() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("state", flat=True))


@pytest.mark.django_db
class TestPut:
    def test_the_same_message_is_planned_once(self):
        person, organisation = make_person(), make_organisation()
        for _press in range(2):
            plan(person, subject=organisation, schedule_seq=1, offset_minutes=60)
        assert len(states()) == 1

    @pytest.mark.parametrize(
        "different", [{"schedule_seq": 2}, {"offset_minutes": 1440}, {"occasion": "v2"}, {"kind": BULK}]
    )
    def test_a_new_schedule_offset_occasion_or_kind_is_another_message(self, different):
        person, organisation = make_person(), make_organisation()
        plan(person, subject=organisation, schedule_seq=1, offset_minutes=60)
        plan(person, subject=organisation, **({"schedule_seq": 1, "offset_minutes": 60} | different))
        assert len(states()) == 2

    def test_nobody_is_not_an_error(self):
        with transaction.atomic():
            assert queue.put(make_organisation(), [], root_id=None) == 0


@pytest.mark.django_db
class TestCancel:
    def test_what_waits_is_withdrawn_with_a_reason_in_english(self):
        rows = plan(make_person(), make_person())
        with transaction.atomic(), override("ru"):
            organisation = make_organisation()
            assert queue.cancel(organisation, reason="x") == 0
        subject = type(organisation).objects.get(public_id=rows[0].subject_id)
        with override("ru"):
            assert queue.cancel(subject, reason=gettext_lazy("Yes")) == 2
        assert states() == ["cancelled"] * 2
        assert OutboxMessage.objects.first().reason == "Yes"

    def test_of_some_kinds_or_recipients_only(self):
        anna, boris, organisation = make_person(), make_person(), make_organisation()
        plan(anna, boris, subject=organisation)
        plan(anna, subject=organisation, kind=BULK)
        assert queue.cancel(organisation, reason="no", recipients=[boris]) == 1
        assert queue.cancel(organisation, reason="no", kinds=[PLAIN]) == 1
        assert states() == ["cancelled", "cancelled", "waiting"]

    def test_what_a_worker_holds_or_has_sent_is_left_alone(self):
        (row,) = plan()
        organisation = make_organisation(public_id="held")
        for state in ("sending", "sent", "skipped", "dead", "cancelled"):
            OutboxMessage.objects.filter(pk=row.pk).update(state=state, subject_id="held")
            assert queue.cancel(organisation, reason="no") == 0


@pytest.mark.django_db(transaction=True)
class TestOutsideATransaction:
    def test_mail_is_planned_in_the_transaction_of_its_change(self):
        with pytest.raises(transaction.TransactionManagementError):
            queue.put(make_organisation(), [], root_id=None)
        (row,) = plan()
        with pytest.raises(transaction.TransactionManagementError):
            queue.put_again(row)

    def test_a_change_undone_leaves_no_mail(self):
        person, organisation = make_person(), make_organisation()
        with transaction.atomic():
            queue.put(organisation, [queue.Planned(PLAIN, person)], root_id=None)
            transaction.set_rollback(True)
        assert states() == []

    def test_a_message_is_repeated_once(self):
        (row,) = plan(not_after=timezone.now() + timedelta(days=1), payload={"link": "x"})
        with transaction.atomic():
            repeated = queue.put_again(row)
        assert (repeated.kind, repeated.payload, repeated.not_after) == (row.kind, row.payload, row.not_after)
        assert repeated.message_id != row.message_id
        with pytest.raises(IntegrityError), transaction.atomic():
            queue.put_again(row)
