"""Account mail goes through the outbox, and no row ever holds a link that works."""

import re

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from rec_portal.accounts.models import User
from rec_portal.foundation.logs import mask_secret_links
from rec_portal.outbox.account_mail import AccountAdapter, put_notice, put_welcome
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import Rendered, notice_of
from tests.accounts.conftest import PASSPHRASE
from tests.accounts.test_sign_in import is_in, words
from tests.factories import make_person

pytestmark = pytest.mark.django_db

NEW = "seven tall towers in fog"


def ask(address: str) -> object:
    return Client().post(reverse("account_reset_password"), {"email": address}, follow=True)


def rendered(message: OutboxMessage) -> Rendered:
    notice = notice_of(message.kind)
    subject = notice.load(message)
    with override(message.recipient.language):
        return notice.render(message, subject)


def link_in(mail: Rendered) -> str:
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+/)", mail.text)[1]


def test_asking_writes_one_row_without_a_secret(person: User) -> None:
    ask("aida@example.org")
    message = OutboxMessage.objects.get()
    assert (message.kind, message.recipient, message.root_id) == ("accounts.new_password", person, None)
    assert message.payload == {}
    token = rendered(message).secrets[0]
    assert token not in str(OutboxMessage.objects.values().get())


def test_known_and_unknown_addresses_get_the_same_answer(person: User) -> None:
    known, unknown = ask("aida@example.org"), ask("nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert words(known) == words(unknown)
    assert OutboxMessage.objects.count() == 1


def test_known_and_unknown_addresses_do_the_same_work(person: User, django_capture_on_commit_callbacks) -> None:
    """The same writes, and the same bell rung, so that the time it takes tells nothing either."""

    def work(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as caught, django_capture_on_commit_callbacks() as rung:
            ask(address)
        kinds = [re.match(r"(\w+)( INTO \S+)?", query["sql"])[0] for query in caught.captured_queries]
        kept = [kind for kind in kinds if kind not in ("SAVEPOINT", "RELEASE", "ROLLBACK")]
        return [*kept, *(call.__name__ for call in rung)]

    assert work("aida@example.org") == work("nobody@example.org")


def test_a_barred_person_gets_no_link() -> None:
    make_person("Closed", email="closed@example.org", password=PASSPHRASE, is_active=False)
    ask("closed@example.org")
    assert not OutboxMessage.objects.exists()


def test_the_link_sets_a_password_once_and_ends_other_sessions(person: User, sign_in) -> None:
    elsewhere = sign_in("aida@example.org")
    ask("aida@example.org")
    link = link_in(rendered(OutboxMessage.objects.get()))
    client = Client()
    form = client.get(link)
    assert form.status_code == 302, "the key leaves the address bar before anything is shown"
    assert form.url.endswith("-set-password/")
    assert "short" in client.post(form.url, {"password1": "tooshort", "password2": "tooshort"}).content.decode()
    answer = client.post(form.url, {"password1": NEW, "password2": NEW})
    assert answer.url == reverse("account_reset_password_from_key_done")
    assert not is_in(elsewhere)
    assert sign_in("aida@example.org").answer.status_code == 200
    assert is_in(sign_in("aida@example.org", NEW))
    assert "no longer works" in Client().get(link).content.decode()
    assert not is_in(client), "a link in a mail does not sign in by itself"


def test_looking_at_the_link_changes_nothing(person: User, sign_in) -> None:
    ask("aida@example.org")
    link = link_in(rendered(OutboxMessage.objects.get()))
    for _ in range(3):
        Client().get(link, follow=True)
    assert is_in(sign_in("aida@example.org"))


def test_the_link_grows_old(person: User) -> None:
    with time_machine.travel("2026-03-02T08:00:00Z", tick=False) as clock:
        ask("aida@example.org")
        link = link_in(rendered(OutboxMessage.objects.get()))
        clock.shift(4 * 3600 + 1)
        assert "no longer works" in Client().get(link).content.decode()


def test_each_request_is_a_mail_of_its_own(person: User) -> None:
    ask("aida@example.org")
    ask("aida@example.org")
    assert OutboxMessage.objects.count() == 2


def test_a_person_barred_in_the_meantime_gets_none(person: User) -> None:
    ask("aida@example.org")
    message = OutboxMessage.objects.get()
    person.is_active = False
    person.save()
    notice = notice_of(message.kind)
    assert notice.unwanted(message, notice.load(message), timezone.now())


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_account_mail_renders(person: User, language: str, django_capture_on_commit_callbacks) -> None:
    person.language = language
    person.save()
    with transaction.atomic():
        put_welcome(person)
        put_notice(person, "mfa/email/totp_activated", ip="192.0.2.1", agent="Firefox <script>")
    for message in OutboxMessage.objects.all():
        mail = rendered(message)
        assert mail.subject
        assert "\n" not in mail.subject
        assert "http://testserver" in mail.text
        assert "<script>" not in mail.html
        assert "<html" in mail.html


def test_changing_the_password_is_told_with_place_and_browser(person: User, sign_in) -> None:
    client = sign_in("aida@example.org")
    data = {"oldpassword": PASSPHRASE, "password1": NEW, "password2": NEW}
    answer = client.post(reverse("account_change_password"), data, REMOTE_ADDR="192.0.2.5", HTTP_USER_AGENT="Testfox")
    assert answer.url == reverse("accounts:profile")
    mail = rendered(OutboxMessage.objects.get())
    assert "Your password was changed." in mail.text
    assert "192.0.2.5" in mail.text
    assert "Testfox" in mail.text
    assert NEW not in str(OutboxMessage.objects.values().get())


def test_changing_the_password_needs_the_present_one(person: User, sign_in) -> None:
    client = sign_in("aida@example.org")
    data = {"oldpassword": "not the present one", "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), data).status_code == 200
    assert is_in(sign_in("aida@example.org"))


def test_no_mail_leaves_past_the_outbox(rf, mailoutbox, person: User) -> None:
    ask("aida@example.org")
    assert mailoutbox == []
    with pytest.raises(NotImplementedError):
        AccountAdapter().send_mail("account/email/login_code", "aida@example.org", {})


def test_sent_and_kept_without_the_link(person: User, mailoutbox, client_of, world) -> None:
    ask("aida@example.org")
    drain()
    letter = mailoutbox[0]
    assert letter.to == ["aida@example.org"]
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+/)", letter.body)[1]
    assert Client().get(link).status_code == 302, "the mail itself has a link that works"
    token = link.rstrip("/").split("/")[-1].partition("-")[2]
    message = OutboxMessage.objects.get()
    assert message.mail_text
    assert token not in str(OutboxMessage.objects.values().get())
    page = client_of("administrator").get(reverse("outbox:message", args=[message.public_id]))
    assert page.status_code == 200
    assert token not in page.content.decode()
    assert client_of("secretary").get(reverse("outbox:message", args=[message.public_id])).status_code == 404


def test_nothing_to_read_under_mail_while_it_waits(person: User, client_of, world) -> None:
    ask("aida@example.org")
    message = OutboxMessage.objects.get()
    page = client_of("administrator").get(reverse("outbox:message", args=[message.public_id])).content.decode()
    assert "password/reset/key" not in page


def test_too_many_requests_get_one_answer_whoever_is_asked_for(person: User, counting) -> None:
    pages = []
    for address in ("aida@example.org", "nobody@example.org"):
        answers = [ask(address) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        pages.append(words(answers[-1]))
    assert pages[0] == pages[1]
    assert "Too many attempts" in pages[0]
    assert OutboxMessage.objects.count() == 5


def test_the_link_does_not_reach_a_log() -> None:
    masked = mask_secret_links('"GET /accounts/password/reset/key/1-d3m8zp-2f4c2b/ HTTP/1.1" 302')
    assert masked == '"GET /accounts/password/reset/key/…/ HTTP/1.1" 302'


def test_what_people_type_becomes_no_link() -> None:
    person = make_person("Go to https://evil.example.org/now\u202e", email="plain@example.org")
    with transaction.atomic():
        put_welcome(person)
        put_notice(
            person, "person.password_changed", ip="192.0.2.1", agent="See www.evil.example.org\r\nBcc: x@y.example"
        )
    for message in OutboxMessage.objects.all():
        mail = rendered(message)
        for part in (mail.text, mail.html):
            assert "evil.example" not in part
            assert "https://evil" not in part
            assert "\u202e" not in part
        assert "\nBcc" not in mail.text
