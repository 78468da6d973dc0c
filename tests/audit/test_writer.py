"""One writer, one transaction with the change, one chain."""

import threading

import pytest
from django.db import connection, transaction

from rec_portal.audit.models import AuditEvent
from rec_portal.audit.writer import fingerprint, record
from rec_portal.foundation import context_ids
from tests.factories import make_organisation, make_person


def write(verb: str = "organisation.changed", **fields) -> AuditEvent:
    with transaction.atomic():
        return record(actor=None, verb=verb, target=make_organisation(), **({"root_id": None} | fields))


@pytest.mark.django_db
class TestRecord:
    def test_says_who_did_what_to_what_and_why(self):
        actor, organisation = make_person("Anna"), make_organisation(name_en="Partner", short_name_en="Partner")
        tokens = context_ids.request_id.set("abc"), context_ids.channel.set("web")
        changes = [{"field": "name_en", "old": None, "new": "Партнёр 1.0"}]
        event = record(
            actor=actor, verb="organisation.changed", target=organisation, root_id=7, changes=changes, reason="Typo"
        )
        context_ids.request_id.reset(tokens[0])
        context_ids.channel.reset(tokens[1])
        event.refresh_from_db()
        assert (event.actor, event.actor_name, event.target_name) == (actor, "Anna", "Partner")
        assert (event.target_type, event.target_id) == ("councils.organisation", organisation.public_id)
        assert (event.request_id, event.channel, event.reason, event.changes) == ("abc", "web", "Typo", changes)

    def test_the_portal_itself_is_an_actor_too(self):
        assert write().actor_name == "REC Portal"

    def test_each_event_is_chained_to_the_one_before(self):
        first, second = write(), write()
        assert second.previous_hash == first.hash
        for event in AuditEvent.objects.all():
            assert fingerprint(event) == event.hash


@pytest.mark.django_db(transaction=True)
class TestTransactions:
    def test_outside_a_transaction_nothing_is_written(self):
        with pytest.raises(transaction.TransactionManagementError):
            record(actor=None, verb="x.y", target=make_organisation(), root_id=None)

    def test_a_change_undone_leaves_no_event(self):
        organisation = make_organisation()
        with transaction.atomic():
            record(actor=None, verb="organisation.changed", target=organisation, root_id=None)
            transaction.set_rollback(True)
        assert not AuditEvent.objects.exists()

    def test_many_writers_at_once_make_one_chain(self):
        organisation = make_organisation()

        def work() -> None:
            for _number in range(10):
                with transaction.atomic():
                    record(actor=None, verb="organisation.changed", target=organisation, root_id=None)
            connection.close()

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        events = list(AuditEvent.objects.order_by("id"))
        assert len(events) == 60
        assert [event.previous_hash for event in events] == ["", *[event.hash for event in events[:-1]]]
