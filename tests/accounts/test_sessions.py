"""The list of signed-in devices, and signing one out from another."""

import pytest
from django.urls import reverse

from rec_portal.accounts.models import User
from rec_portal.accounts.templatetags.accounts import device
from rec_portal.audit.models import AuditEvent
from tests.accounts.test_sign_in import is_in
from tests.factories import make_person

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


def number_of(person: User, agent: str) -> int:
    return person.usersession_set.get(user_agent=agent).pk


def test_devices_are_listed_in_words_and_one_can_be_ended(person: User, sign_in) -> None:
    here = sign_in("aida@example.org", HTTP_USER_AGENT=FIREFOX)
    there = sign_in("aida@example.org", HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.7")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert "192.0.2.7" in page
    assert page.count("This device") == 1
    end = reverse("accounts:end_session", args=[number_of(person, PHONE)])
    assert here.get(end).status_code == 405
    assert here.post(end).url == reverse("usersessions_list")
    assert not is_in(there)
    assert is_in(here)
    assert AuditEvent.objects.filter(verb="person.session_ended", actor=person).count() == 1


def test_all_others_at_once(person: User, sign_in) -> None:
    clients = [sign_in("aida@example.org") for _ in range(3)]
    clients[0].post(reverse("usersessions_list"))
    assert [is_in(client) for client in clients] == [True, False, False]


def test_somebody_elses_session_does_not_exist(person: User, sign_in) -> None:
    make_person("Other", email="other@example.org", password="a river and four stones")
    sign_in("aida@example.org", HTTP_USER_AGENT=PHONE)
    other = sign_in("other@example.org")
    assert other.post(reverse("accounts:end_session", args=[number_of(person, PHONE)])).status_code == 404
    assert person.usersession_set.count() == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Mac OS X 15_0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Mac",
        ),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "Unknown device"),
        ("", "Unknown device"),
    ],
)
def test_devices_in_words(agent: str, words: str) -> None:
    assert device(agent) == words
