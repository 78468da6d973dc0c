"""From due row to settled row, against a real mail server."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from rec_portal.outbox import delivery, reasons
from rec_portal.outbox.claim import take
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.desk import Desk
from rec_portal.outbox.keeping import Keeper
from rec_portal.outbox.marking import mark
from rec_portal.outbox.models import KeptWords, OutboxMessage
from rec_portal.outbox.outcome import Outcome
from rec_portal.outbox.retry import PAUSES
from tests.factories import make_council, make_organisation, make_person
from tests.outbox.notices import BROKEN, BULK, PLAIN, make_crowd, plan
from tests.outbox.sink import DROP

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 11, 21, 9, tzinfo=UTC)
SECRET = "https://portal.example.org/rsvp/" + "s" * 43


def at(instant: datetime):
    return lambda: instant


def send(now: datetime = NOW, **options):
    return drain(clock=at(now), **options)


def planned(*people, **fields) -> list[OutboxMessage]:
    return plan(*people, **({"due_at": NOW} | fields))


def one(**fields) -> OutboxMessage:
    return planned(**fields)[0]


class TestSent:
    def test_the_row_says_what_went_where_and_when(self, sink):
        row = one(payload={"calendar": True})
        assert send().deliver == 1
        row.refresh_from_db()
        assert (row.state, row.settled_at, row.attempts, row.reason) == ("sent", NOW, 1, "")
        assert (row.lease_token, row.lease_until) == (None, None)
        (received,) = sink.messages
        assert received.recipients == [row.recipient.email] == [row.to_address]
        assert received.message_id == f"<{row.message_id}@testserver>"
        assert received.message["Subject"] == row.mail_subject
        assert received.part("text/html").strip() == row.mail_html
        assert row.mail_calendar.startswith("BEGIN:VCALENDAR")

    def test_in_the_recipients_language(self, sink):
        person = make_person(language="ru")
        organisation = make_organisation(name_en="Partner", name_ru="Партнёр")
        (row,) = planned(person, subject=organisation)
        send()
        row.refresh_from_db()
        assert (row.language, row.mail_subject) == ("ru", "News of Партнёр")

    def test_an_unknown_language_falls_back(self, sink):
        (row,) = planned(make_person(language="xx"))
        send()
        row.refresh_from_db()
        assert row.language == "en"

    def test_personal_links_travel_but_are_not_kept(self, sink):
        row = one(payload={"link": SECRET})
        send()
        row.refresh_from_db()
        assert SECRET in sink.messages[0].part("text/plain")
        assert SECRET not in row.mail_text + row.mail_html
        assert "…" in row.mail_text

    def test_the_demo_keeps_them(self, sink, settings):
        settings.OUTBOX_KEEP_SECRET_LINKS = True
        row = one(payload={"link": SECRET})
        send()
        row.refresh_from_db()
        assert SECRET in row.mail_html

    @pytest.mark.parametrize("kind", [PLAIN, BULK])
    def test_many_in_batches(self, sink, kind):
        rows = planned(*make_crowd(130), kind=kind)
        calls = []
        tally = send(size=50, on_backlog=lambda: calls.append(1))
        assert (tally.deliver, len(calls)) == (130, 1)
        assert sorted(m.recipients[0] for m in sink.messages) == sorted(row.recipient.email for row in rows)

    def test_a_message_costs_few_queries(self, sink, django_assert_max_num_queries):
        planned(*make_crowd(50), kind=BULK)
        # One each, and some for the batch: claim, load, the text, and the look whether there is more.
        with django_assert_max_num_queries(50 + 20):
            assert send().deliver == 50

    def test_a_text_for_many_is_kept_once_and_read_with_each_name(self, sink):
        rows = planned(*make_crowd(3), kind=BULK, payload={"link": SECRET})
        send()
        assert KeptWords.objects.count() == 1
        for row in rows:
            row.refresh_from_db()
            assert row.recipient.name in row.mail_text
            assert row.recipient.name in row.mail_html
            assert SECRET not in row.mail_text + row.mail_html
        assert all(SECRET in message.part("text/plain") for message in sink.messages)

    def test_a_text_of_its_own_stays_behind_only_when_it_was_sent(self, sink):
        (row,) = planned()
        sink.fail("DATA", "451 4.3.0 later", times=1)
        assert send().postpone == 1
        assert not KeptWords.objects.exists()
        assert send(NOW + timedelta(hours=1)).deliver == 1
        row.refresh_from_db()
        assert KeptWords.objects.get() == row.words

    def test_a_name_cannot_bring_markup_into_a_text_for_many(self, sink):
        (row,) = planned(make_person(name="<b>Eve</b>", email="eve@example.org"), kind=BULK)
        send()
        row.refresh_from_db()
        assert "<b>Eve</b>:" in row.mail_text
        assert "&lt;b&gt;Eve&lt;/b&gt;:" in row.mail_html
        assert "&lt;b&gt;Eve&lt;/b&gt;:" in sink.messages[0].part("text/html")

    def test_what_is_not_due_waits(self, sink):
        one(due_at=NOW + timedelta(seconds=1))
        assert send().handled == 0


class TestSkipped:
    def reason(self, row: OutboxMessage, **options) -> str:
        assert send(**options).skip == 1
        row.refresh_from_db()
        assert (row.state, row.settled_at, row.attempts) == ("skipped", NOW, 0)
        return row.reason

    def test_a_person_who_may_no_longer_sign_in(self, sink):
        (row,) = planned(make_person(is_active=False))
        assert self.reason(row) == str(reasons.INACTIVE)

    def test_an_address_that_was_refused(self, sink):
        (row,) = planned(make_person(mail_refused_at=NOW))
        assert self.reason(row) == str(reasons.ADDRESS_REFUSED)

    def test_the_window_has_passed(self, sink):
        assert self.reason(one(not_after=NOW - timedelta(seconds=1))) == str(reasons.TOO_LATE)

    def test_a_traveller_through_time_meets_each_message_at_its_own_moment(self, sink):
        later = NOW + timedelta(days=7)
        in_time, too_late = (one(due_at=later, not_after=later + timedelta(hours=hours)) for hours in (1, -1))
        tally = send(as_of=NOW + timedelta(days=8))
        assert (tally.deliver, tally.skip) == (1, 1)
        in_time.refresh_from_db()
        too_late.refresh_from_db()
        assert (in_time.state, too_late.reason) == ("sent", str(reasons.TOO_LATE))

    def test_the_object_is_gone(self, sink):
        row = one()
        OutboxMessage.objects.filter(pk=row.pk).update(subject_id="gone")
        assert self.reason(row) == str(reasons.SUBJECT_GONE)

    def test_the_object_is_gone_for_a_notice_that_loads_in_bulk(self, sink):
        row = one(kind=BULK)
        OutboxMessage.objects.filter(pk=row.pk).update(subject_id="gone")
        assert self.reason(row) == str(reasons.SUBJECT_GONE)

    def test_the_notice_says_no(self, sink):
        assert self.reason(one(subject=make_organisation(country="XX"))) == "The organisation has left."
        assert sink.messages == []


class TestTriedAgain:
    def test_after_1_5_15_and_60_minutes_then_given_up_with_an_alert(self, sink):
        sink.fail("RCPT", "451 4.3.0 later")
        body = make_council(groups=0)
        row, now = one(root_id=body.pk), NOW
        for attempt, pause in enumerate(PAUSES, start=1):
            assert send(now).postpone == 1
            row.refresh_from_db()
            assert (row.state, row.attempts, row.server_reply) == ("waiting", attempt, "451 4.3.0 later")
            assert pause <= row.retry_at - now <= pause * 1.2
            assert send(now).handled == 0, "it rests"
            now = row.retry_at
        assert send(now).bury == 1
        row.refresh_from_db()
        assert (row.state, row.attempts, row.settled_at, row.reason) == ("dead", 5, now, str(reasons.NOT_NOW))
        assert row.mail_subject, "what could not be sent can be read"
        assert OutboxMessage.objects.alarming().get() == row
        event = AuditEvent.objects.get(verb="message.failed")
        assert (event.target_id, event.root_id, event.actor) == (row.public_id, body.pk, None)
        assert "451 4.3.0 later" in event.reason
        row.recipient.refresh_from_db()
        assert row.recipient.mail_refused_at is None

    def test_and_arrives_with_the_same_message_id(self, sink):
        sink.fail("DATA", DROP, times=1)
        row = one()
        send()
        send(NOW + timedelta(minutes=2))
        assert [m.message_id for m in sink.messages] == [f"<{row.message_id}@testserver>"] * 2
        row.refresh_from_db()
        assert (row.state, row.attempts, row.reason) == ("sent", 2, "")

    def test_a_text_that_cannot_be_made_does_not_stop_the_others(self, sink):
        rows = planned(make_person("Unwritable"), make_person("Writable"), kind=BROKEN)
        tally = send()
        assert (tally.deliver, tally.postpone) == (1, 1)
        rows[0].refresh_from_db()
        assert (rows[0].reason, rows[0].server_reply) == (str(reasons.NOT_RENDERED), "ValueError: no words")
        now = NOW
        for _attempt in range(4):
            rows[0].refresh_from_db()
            now = rows[0].retry_at
            send(now)
        rows[0].refresh_from_db()
        assert (rows[0].state, rows[0].mail_text) == ("dead", "")

    def test_a_kind_that_nobody_knows_is_no_kinds_trouble(self, sink):
        rows = planned(kind="gone.kind"), planned()
        tally = send()
        assert (tally.deliver, tally.postpone) == (1, 1)
        rows[0][0].refresh_from_db()
        assert rows[0][0].state == "waiting"

    def test_when_no_server_is_there_the_batch_rests_and_the_others_wait(self, sink):
        sink.fail("CONNECT", "421 busy")
        rows = planned(*make_crowd(5))
        tally = send(size=3)
        assert (tally.postpone, sink.connections) == (3, 1)
        states = [(row.state, row.attempts) for row in OutboxMessage.objects.order_by("id")]
        assert states == [("waiting", 1)] * 3 + [("waiting", 0)] * 2
        sink.mend()
        assert send(NOW + timedelta(minutes=2)).deliver == len(rows)

    def test_what_killed_its_worker_each_time_is_given_up(self, sink):
        row = one()
        OutboxMessage.objects.filter(pk=row.pk).update(state="sending", lease_until=NOW - timedelta(1), takeovers=5)
        assert send().bury == 1
        row.refresh_from_db()
        assert (row.state, row.reason) == ("dead", str(reasons.WORKER_VANISHED))
        assert sink.messages == []


class TestRefused:
    def test_an_address_that_does_not_exist_is_suspended(self, sink):
        person = make_person()
        sink.fail("RCPT", "550 5.1.1 unknown", to=person.email)
        body = make_council(groups=0)
        first, second = (planned(person, root_id=body.pk)[0] for _ in range(2))
        tally = send()
        assert (tally.bury, tally.skip) == (1, 1)
        first.refresh_from_db()
        second.refresh_from_db()
        person.refresh_from_db()
        assert (first.state, first.reason) == ("dead", str(reasons.NO_SUCH_ADDRESS))
        assert (second.state, second.reason) == ("skipped", str(reasons.ADDRESS_REFUSED))
        assert (person.mail_refused_at, person.mail_refused_reason) == (NOW, "550 5.1.1 unknown")
        assert person.history.first().mail_refused_at == NOW
        event = AuditEvent.objects.get(verb="person.mail_refused")
        assert (event.target_id, event.root_id) == (person.public_id, body.pk)

    def test_a_text_that_is_refused_says_nothing_about_the_address(self, sink):
        sink.fail("DATA", "550 5.7.1 looks like spam")
        row = one()
        assert send().bury == 1
        row.refresh_from_db()
        row.recipient.refresh_from_db()
        assert (row.state, row.recipient.mail_refused_at) == ("dead", None)

    def test_an_address_corrected_meanwhile_is_not_suspended(self):
        row = one()
        claim = take(at(NOW), as_of=None, size=1)
        person = User.objects.get(pk=row.recipient_id)
        person.email = "right@example.org"
        person.save()
        mark(claim, claim.rows[0], Outcome("bury", reasons.NO_SUCH_ADDRESS, "550 no", address_refused=True), {})
        person.refresh_from_db()
        assert person.mail_refused_at is None


class TestFreshness:
    def test_time_is_up_and_the_rest_is_given_back(self, sink):
        planned(*make_crowd(3))
        tally = send(seconds=0)
        assert (tally.handled, tally.more) == (0, True)
        assert set(OutboxMessage.objects.values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize(
    ("rows", "seconds", "next_rows"),
    [(100, 0.5, 150), (100, 0.75, 100), (100, 3, 25), (10, 60, 10), (1, 0, 100)],
)
def test_no_more_is_taken_than_can_be_sent_while_it_is_fresh(rows, seconds, next_rows):
    assert delivery._sent_while_fresh(rows, seconds) == next_rows


class WatchfulBackend(EmailBackend):
    in_transaction: list[bool] = []

    def send_messages(self, messages):
        self.in_transaction.append(connection.in_atomic_block)
        return super().send_messages(messages)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_mail_is_sent(settings):
    settings.EMAIL_BACKEND = f"{__name__}.WatchfulBackend"
    planned(*make_crowd(2), kind=BULK)
    assert send().deliver == 2
    assert WatchfulBackend.in_transaction == [False, False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [PLAIN, BULK])
def test_a_decision_made_while_a_slow_batch_goes_out_counts_for_the_rest(sink, monkeypatch, kind):
    monkeypatch.setattr(delivery, "FRESH_FOR", 0)
    organisation = make_organisation()
    planned(*make_crowd(3), kind=kind, subject=organisation)

    def leave(count: int) -> None:
        organisation.country = "XX"
        organisation.save()
        connection.close()

    sink.on_message = leave
    tally = send()
    assert (tally.deliver, tally.skip) == (1, 2)


def test_a_letter_that_was_written_ahead_is_the_one_that_goes_or_leaves_nothing_behind():
    rows = planned(*make_crowd(3))
    desk = Desk(Keeper(), as_of=None)
    desk.lay_out(rows, NOW)
    desk.write_ahead(rows[0])
    ready = desk.ready
    assert desk.write(rows[0]) is ready
    desk.write_ahead(rows[1])
    assert desk.write(rows[2]).key == rows[2].pk
    desk.write_ahead(rows[1])
    assert KeptWords.objects.count() == 3
    desk.lay_out(rows, NOW)  # as when something may have changed
    assert desk.ready is None
    assert KeptWords.objects.count() == 2


def test_a_server_that_takes_its_time_is_told_nothing_that_is_no_longer_so(sink, monkeypatch):
    """The second letter was written while the server looked at the first; it is written anew."""
    monkeypatch.setattr(delivery, "FRESH_FOR", 0.05)
    sink.delay = 0.1
    planned(*make_crowd(2))
    written = []
    monkeypatch.setattr(
        Desk, "_written", lambda desk, row, write=Desk._written: written.append(row.pk) or write(desk, row)
    )
    assert send().deliver == 2
    assert len(written) == 3
    assert KeptWords.objects.count() == 2
