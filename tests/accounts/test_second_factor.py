"""Where a second factor is required nothing else opens before it is set up; codes count once."""

import re
import time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from rec_portal.outbox.models import OutboxMessage
from tests.accounts.codes import app_code
from tests.accounts.conftest import PASSPHRASE

pytestmark = pytest.mark.django_db

AIDA = "aida@example.org"
NOON = "2026-03-02T12:00:05Z"


@pytest.fixture
def required(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def confirm(client: Client) -> None:
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSPHRASE})
    assert answer.status_code == 302


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Goes through the pages; returns the app's secret and the recovery codes shown."""
    confirm(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'<textarea id="secret"[^>]*>([A-Z2-7]+)<', page)[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    codes = re.findall(r"<code>(\d{8})</code>", client.get(answer.url).content.decode())
    return secret, codes


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", ["/", "/accounts/profile/", "/search/?q=meeting", "/accounts/sessions/", "/mail/"])
def test_all_else_is_closed_until_a_factor_is_set_up(person: User, sign_in, method: str, path: str) -> None:
    client = sign_in(AIDA)
    answer = getattr(client, method)(path)
    assert answer.status_code in (302, 404)
    if answer.status_code == 302:
        assert answer.url == reverse("mfa_index")


@pytest.mark.usefixtures("required")
def test_part_of_a_page_is_closed_too(person: User, sign_in) -> None:
    answer = sign_in(AIDA).get("/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("mfa_index"))


@pytest.mark.usefixtures("required")
def test_what_stays_open_before(person: User, sign_in) -> None:
    client = sign_in(AIDA)
    assert "One step before you go on" in client.get(reverse("mfa_index")).content.decode()
    assert client.get(reverse("account_reauthenticate")).status_code == 200
    assert client.post(reverse("set_language"), {"language": "ru"}).status_code == 302
    assert client.get("/healthz").status_code == 200
    assert client.post(reverse("account_logout")).url == "/"


@pytest.mark.usefixtures("required")
def test_set_up_and_then_it_is_asked_at_each_sign_in(person: User, sign_in) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(AIDA)
        secret, _codes = set_up_app(client)
        assert client.get("/accounts/profile/").status_code == 200

        clock.shift(90)
        client = sign_in(AIDA)
        assert client.answer.url == reverse("mfa_authenticate")
        assert client.get("/accounts/profile/").status_code == 302, "a password alone opens nothing"
        assert "not right" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
        answer = client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
        assert answer.url == "/"
        assert client.get("/accounts/profile/").status_code == 200


def test_a_code_counts_once(person: User, sign_in) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret, _codes = set_up_app(sign_in(AIDA))
        clock.shift(90)
        code = app_code(secret)
        assert sign_in(AIDA).post(reverse("mfa_authenticate"), {"code": code}).url == "/"
        for later in (0, 31):
            clock.shift(later)
            again = sign_in(AIDA).post(reverse("mfa_authenticate"), {"code": code})
            assert again.status_code == 200, f"replayed after {later} s"


def test_a_clock_that_is_one_step_off_is_forgiven_two_are_not(person: User, sign_in) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret, _codes = set_up_app(sign_in(AIDA))
        clock.shift(600)
        late = app_code(secret, time.time() - 30)
        too_late = app_code(secret, time.time() - 60)
        assert sign_in(AIDA).post(reverse("mfa_authenticate"), {"code": too_late}).status_code == 200
        assert sign_in(AIDA).post(reverse("mfa_authenticate"), {"code": late}).url == "/"


def test_a_recovery_code_lets_in_once(person: User, sign_in) -> None:
    _secret, codes = set_up_app(sign_in(AIDA))
    assert len(codes) == len(set(codes)) == 10
    assert sign_in(AIDA).post(reverse("mfa_authenticate"), {"code": codes[3]}).url == "/"
    assert sign_in(AIDA).post(reverse("mfa_authenticate"), {"code": codes[3]}).status_code == 200
    assert sign_in(AIDA).post(reverse("mfa_authenticate"), {"code": codes[4]}).url == "/"


def test_codes_cannot_be_guessed(person: User, sign_in, counting) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        secret, _codes = set_up_app(sign_in(AIDA))
        clock.shift(90)
        client = sign_in(AIDA)
        for number in range(5):
            client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
        answer = client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})
        assert "Too many attempts" in answer.content.decode()


def test_secrets_are_not_readable_in_the_database(person: User, sign_in) -> None:
    from allauth.mfa.models import Authenticator

    secret, codes = set_up_app(sign_in(AIDA))
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_removing_the_app_asks_for_the_password_and_closes_the_portal_again(person: User, sign_in, required) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = sign_in(AIDA)
        set_up_app(client)
        clock.shift(301)
        answer = client.post(reverse("mfa_deactivate_totp"))
        assert answer.url.startswith(reverse("account_reauthenticate"))
        confirm(client)
        client.post(reverse("mfa_deactivate_totp"))
        assert client.get("/accounts/profile/").url == reverse("mfa_index")


def test_each_step_is_told_by_mail_and_kept_in_the_history(
    person: User, sign_in, django_capture_on_commit_callbacks
) -> None:
    client = sign_in(AIDA)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == [
        "person.signed_in",
        "person.factor_added",
        "person.factor_added",
        "person.factor_removed",
        "person.factor_removed",
    ]
    told = [row.payload["happened"] for row in OutboxMessage.objects.order_by("id")]
    assert told == ["mfa/email/totp_activated", "mfa/email/totp_deactivated"]


def test_asking_costs_no_query_of_its_own(person: User, required, django_assert_num_queries) -> None:
    client = Client()
    client.force_login(person)
    with django_assert_num_queries(2):  # session, person
        client.get("/accounts/profile/")
