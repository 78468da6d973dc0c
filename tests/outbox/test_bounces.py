"""What comes back by mail: each shape of report, and all that must change nothing."""

import base64
import io
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rec_portal.accounts.services.access import change_address, clear_mail_refusal
from rec_portal.audit.models import AuditEvent
from rec_portal.outbox import dsn, reasons
from rec_portal.outbox.dsn import NotAReport, read_report
from rec_portal.outbox.models import KeptWords, OutboxMessage
from rec_portal.outbox.services.failures import put_aside, resend_message
from tests.architecture.sources import ROOT
from tests.outbox import bounce_mails as mails
from tests.outbox.bounce_samples import SAMPLES
from tests.outbox.notices import plan


def sent(person, root_id=None, **fields) -> OutboxMessage:
    (row,) = plan(person, root_id=root_id)
    words, _made = KeptWords.objects.get_or_create(digest="hello", text="Hello")
    values = {"state": "sent", "to_address": person.email, "settled_at": timezone.now(), "words": words} | fields
    OutboxMessage.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    return row


def written(mail: str, row: OutboxMessage, host: str = "testserver", charset: str = "utf-8") -> bytes:
    filled = {"{id}": f"<{row.message_id}@{host}>", "{to}": row.to_address or row.recipient.email}
    status = mails.INTERNATIONAL_STATUS.replace("{to}", filled["{to}"])
    filled["{status64}"] = base64.encodebytes(status.encode()).decode()
    for name, value in filled.items():
        mail = mail.replace(name, value)
    return mail.encode(charset)


def take(content: bytes) -> int:
    """Brings one mail to the command; returns how the program would end."""
    try:
        call_command("take_bounce", source=io.BytesIO(content), stdout=io.StringIO())
    except CommandError as error:
        return error.returncode
    return 0


def everything() -> list:
    return [
        *OutboxMessage.objects.order_by("pk").values_list("pk", "state", "reason", "server_reply", "settled_at"),
        AuditEvent.objects.count(),
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_shape(world, name):
    sample, person = SAMPLES[name], world.member_a
    row = sent(person, world.group_a.pk)
    events = AuditEvent.objects.count()
    started = time.process_time()
    assert take(written(sample.mail, row, charset=sample.charset)) == sample.status
    assert time.process_time() - started < 2, "no shape of a mail may keep the program busy"
    row.refresh_from_db()
    person.refresh_from_db()
    assert (row.state, person.mail_refused_at is not None) == (sample.state, sample.stops)
    assert sample.said in row.server_reply
    assert row.mail_text == "Hello", "what was sent stays readable"
    told = (sample.state == "dead") + sample.stops
    assert AuditEvent.objects.count() - events == told
    alarms = OutboxMessage.objects.visible_to(world.secretary).alarming()
    assert list(alarms) == ([row] if sample.state == "dead" else [])


def test_there_are_enough_shapes():
    assert len(SAMPLES) >= 40
    assert {"Postfix", "Exim", "Gmail", "Exchange", "Sendmail"} <= {name.split(",")[0].split()[0] for name in SAMPLES}


class TestFailed:
    def test_what_the_secretariat_reads(self, world):
        row = sent(world.member_a, world.group_a.pk)
        take(written(mails.EXIM_UNKNOWN, row))
        row.refresh_from_db()
        world.member_a.refresh_from_db()
        assert row.reason == str(reasons.NO_SUCH_ADDRESS)
        assert world.member_a.mail_refused_reason == "550 No such user here"
        bounced, refused = AuditEvent.objects.order_by("-id")[:2]
        assert (bounced.verb, bounced.target_id, bounced.root_id) == (
            "message.bounced",
            row.public_id,
            world.group_a.pk,
        )
        assert (refused.verb, refused.target_id) == ("person.mail_refused", world.member_a.public_id)
        assert bounced.reason.endswith("550 No such user here")
        assert (bounced.actor, bounced.channel) == (None, "mail")

    def test_a_full_mailbox_is_no_wrong_address(self, world):
        row = sent(world.member_a)
        take(written(mails.POSTFIX_FULL, row))
        row.refresh_from_db()
        assert (row.state, row.reason) == ("dead", str(reasons.CAME_BACK))

    def test_the_page_and_the_first_page_show_it(self, world, client_of):
        row = sent(world.member_a, world.group_a.pk)
        take(written(mails.GMAIL_UNKNOWN, row))
        client = client_of("secretary")
        page = client.get(row.get_absolute_url()).content.decode()
        assert "The email account that you tried to reach does not exist" in page
        assert "Mail came back undelivered" in page
        assert "1 mail could not be sent" in client.get("/").content.decode()

    def test_sending_again_tries_the_address_once_more(self, world):
        row = sent(world.member_a, world.group_a.pk)
        take(written(mails.POSTFIX_UNKNOWN, row))
        again = resend_message(actor=world.secretary, message=row)
        world.member_a.refresh_from_db()
        assert (again.state, world.member_a.mail_refused_at) == ("waiting", None)


class TestTwice:
    def test_the_same_report_again_changes_nothing(self, world):
        row = sent(world.member_a, world.group_a.pk)
        content = written(mails.POSTFIX_UNKNOWN, row)
        assert take(content) == 0
        before = everything()
        assert take(content) == 0
        assert everything() == before

    def test_it_stops_no_address_that_somebody_has_cleared(self, world):
        row = sent(world.member_a, world.group_a.pk)
        content = written(mails.POSTFIX_UNKNOWN, row)
        take(content)
        put_aside(actor=world.secretary, message=row)
        clear_mail_refusal(actor=world.secretary, person=world.member_a)
        before = everything()
        assert take(content) == 0
        world.member_a.refresh_from_db()
        assert (world.member_a.mail_refused_at, everything()) == (None, before)

    def test_delayed_first_then_failed(self, world):
        row = sent(world.member_a)
        take(written(mails.POSTFIX_DELAYED, row))
        row.refresh_from_db()
        assert (row.state, row.reason) == ("sent", str(reasons.DELAYED))
        take(written(mails.POSTFIX_EXPIRED, row))
        row.refresh_from_db()
        assert row.state == "dead"
        before = everything()
        take(written(mails.POSTFIX_DELAYED, row))
        assert everything() == before, "a delay that is told late takes nothing back"


class TestNotOurs:
    def refused(self, world, content: bytes) -> None:
        before = everything()
        assert take(content) == 65
        world.member_a.refresh_from_db()
        assert (everything(), world.member_a.mail_refused_at) == (before, None)

    def test_a_guessed_number(self, world):
        row = sent(world.member_a)
        row.message_id = "0" * 32
        self.refused(world, written(mails.POSTFIX_UNKNOWN, row))

    def test_the_public_number_of_the_message_is_not_enough(self, world):
        row = sent(world.member_a)
        row.message_id = row.public_id
        self.refused(world, written(mails.POSTFIX_UNKNOWN, row))

    def test_a_part_of_the_number(self, world):
        row = sent(world.member_a)
        row.message_id = row.message_id[:16]
        self.refused(world, written(mails.POSTFIX_UNKNOWN, row))

    def test_another_house(self, world):
        self.refused(world, written(mails.POSTFIX_UNKNOWN, sent(world.member_a), host="elsewhere.example"))

    def test_a_number_that_no_database_takes(self, world):
        row = sent(world.member_a)
        row.message_id = f"{row.message_id[:31]}\x00"
        self.refused(world, written(mails.POSTFIX_UNKNOWN, row))

    def test_a_letter_of_long_ago(self, world):
        row = sent(world.member_a, due_at=timezone.now() - timedelta(days=31))
        self.refused(world, written(mails.POSTFIX_UNKNOWN, row))

    def test_the_id_stands_in_the_words_only(self, world):
        row = sent(world.member_a)
        self.refused(world, written(mails.RETURNED_WITHOUT_ID.replace("It did not arrive.", "{id}"), row))


class TestAddressChangedSince:
    def test_the_message_failed_and_the_new_address_works(self, world):
        row = sent(world.member_a, world.group_a.pk)
        content = written(mails.POSTFIX_UNKNOWN, row)
        person = world.member_a
        change_address(actor=world.administrator, person=person, version=person.version, email="new@example.org")
        assert take(content) == 0
        row.refresh_from_db()
        person.refresh_from_db()
        assert (row.state, person.mail_refused_at) == ("dead", None)

    def test_an_address_with_a_plus_and_capitals(self, world):
        person = world.member_a
        person.email = "first+rec@example.org"
        person.save()
        row = sent(person)
        content = written(mails.EXCHANGE_UNKNOWN, row).replace(b"first+rec@example.org", b"First+2BREC@Example.org")
        take(content)
        person.refresh_from_db()
        assert person.mail_refused_at


class TestNotYet:
    @pytest.mark.parametrize("state", ["waiting", "sending"])
    def test_a_report_quicker_than_our_own_mark_is_brought_again(self, world, state):
        row = sent(world.member_a, state=state)
        before = everything()
        assert take(written(mails.POSTFIX_UNKNOWN, row)) == 75
        assert everything() == before

    def test_the_database_is_away(self, world, monkeypatch):
        def away(**given):
            raise OperationalError("gone")

        monkeypatch.setattr("rec_portal.outbox.management.commands.take_bounce.take_bounce", away)
        assert take(written(mails.POSTFIX_UNKNOWN, sent(world.member_a))) == 75

    @pytest.mark.parametrize("state", ["skipped", "cancelled"])
    def test_a_message_that_was_called_off_stays_so(self, world, state):
        row = sent(world.member_a, state=state)
        before = everything()
        assert take(written(mails.POSTFIX_UNKNOWN, row)) == 0
        assert everything() == before


def test_a_report_of_an_account_mail_alerts_the_administrators(world):
    row = sent(world.member_a)
    take(written(mails.POSTFIX_UNKNOWN, row))
    assert list(OutboxMessage.objects.visible_to(world.administrator).alarming()) == [row]
    assert not OutboxMessage.objects.visible_to(world.secretary).alarming()


def test_the_search_is_one_query_within_a_month(world, django_assert_num_queries):
    row = sent(world.member_a)
    content = written(mails.POSTFIX_DELIVERED, row)
    with django_assert_num_queries(3) as asked:  # a transaction's begin and end around it
        take(content)
    assert "due_at" in asked.captured_queries[1]["sql"]


def test_a_mail_larger_than_the_limit_is_read_to_its_end(world):
    source = io.BytesIO(b"x" * (dsn.LARGEST * 3))
    with pytest.raises(CommandError):
        call_command("take_bounce", source=source)
    assert source.tell() == dsn.LARGEST * 3


@pytest.mark.django_db
def test_as_a_program_that_a_mail_server_starts():
    found = subprocess.run(
        [sys.executable, "manage.py", "take_bounce"], input=b"Subject: hello\n\n", capture_output=True, check=False
    )
    assert (found.returncode, b"Not taken in: no report." in found.stderr) == (65, True)


@hypothesis_settings(max_examples=300, deadline=None)
@given(name=st.sampled_from(sorted(set(SAMPLES) - {"more than a megabyte"})), data=st.data())
def test_whatever_a_mail_is_it_is_read_or_refused(name, data):
    content = SAMPLES[name].mail.encode()[:5000]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, max(len(content) - 1, 0)))
        length = data.draw(st.integers(0, 60))
        content = content[:start] + data.draw(st.binary(max_size=20)) + content[start + length :]
    try:
        report = read_report(content)
    except NotAReport:
        return
    assert report.verdicts
    for verdict in report.verdicts:
        assert len(verdict.said) <= 300
        assert "\x00" not in verdict.said
        assert 200 <= verdict.reply[0] < 600


def test_a_maildir_is_brought_over_mail_by_mail(tmp_path):
    """With a program that ends as the mail's text says."""
    (tmp_path / "new").mkdir()
    for name in ("0", "65", "75", "1"):
        (tmp_path / "new" / f"mail.{name}").write_text(name)
    script = ROOT / "deploy/bounces.sh"
    subprocess.run([script, tmp_path, "sh", "-c", "exit $(cat)"], check=True)
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["mail.0:2,S"]
    assert sorted(path.name for path in (tmp_path / ".other").iterdir()) == ["mail.65"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["mail.1", "mail.75"]
