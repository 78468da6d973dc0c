"""Profile, language and zone: a choice is kept, followed and written into the history."""

import pytest
from django.test import Client
from django.urls import reverse

from rec_portal.accounts.models import User
from rec_portal.accounts.services.profile import change_profile
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def form_of(person: User, **changed: object) -> dict[str, object]:
    person.refresh_from_db()
    fields = ("name", "job_title", "language", "time_zone", "version")
    return {name: getattr(person, name) for name in fields} | {"wants_reminders": "on"} | changed


def test_saving_the_profile(person: User, client: Client) -> None:
    data = form_of(person, name="Aida S.", job_title="Analyst", language="ru", time_zone="Europe/Vienna")
    del data["wants_reminders"]
    answer = client.post(reverse("accounts:profile"), data)
    assert answer.url == reverse("accounts:profile")
    person.refresh_from_db()
    kept = (person.name, person.job_title, person.language, person.time_zone, person.wants_reminders)
    assert kept == ("Aida S.", "Analyst", "ru", "Europe/Vienna", False)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.root_id) == ("person.profile_changed", person, None)
    assert {change["field"] for change in event.changes} == {
        "name",
        "job_title",
        "language",
        "time_zone",
        "wants_reminders",
    }
    assert person.history.first().history_user == person


def test_the_word_that_it_is_saved_comes_in_the_language_just_chosen(person: User, client: Client) -> None:
    answer = client.post(reverse("accounts:profile"), form_of(person, language="ru"), follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["Сохранено."]
    assert "Saved." not in answer.content.decode()


def test_saving_without_a_change_leaves_no_trace(person: User, client: Client) -> None:
    client.post(reverse("accounts:profile"), form_of(person))
    assert not AuditEvent.objects.exists()
    assert person.history.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "Aida\u202eelpmaS"},
        {"job_title": "a\x00b"},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"version": ""},
    ],
)
def test_what_cannot_be_is_refused_and_kept_on_the_page(person: User, client: Client, wrong: dict) -> None:
    answer = client.post(reverse("accounts:profile"), form_of(person, job_title="Typed just now") | wrong)
    assert answer.status_code == 422
    if "job_title" not in wrong:
        assert "Typed just now" in answer.content.decode()
    person.refresh_from_db()
    assert (person.job_title, person.version) == ("", 1)


def test_a_stale_page_does_not_overwrite(person: User, client: Client) -> None:
    old = form_of(person, name="From the old page")
    client.post(reverse("accounts:profile"), form_of(person, name="From the new page"))
    answer = client.post(reverse("accounts:profile"), old)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "From the old page" in page
    assert "From the new page" in page
    person.refresh_from_db()
    assert person.name == "From the new page"


def test_nobody_changes_somebody_elses_profile(world) -> None:
    with pytest.raises(NotAllowed):
        change_profile(actor=world.administrator, person=world.member_a, name="Other")


def test_the_service_checks_for_itself(person: User) -> None:
    for wrong in ({"language": "xx"}, {"time_zone": "Nowhere"}, {"name": "  "}):
        with pytest.raises(InvalidInput):
            change_profile(actor=person, person=person, **wrong)
    with pytest.raises(StaleEdit):
        change_profile(actor=person, person=person, version=7, name="Aida")
    with pytest.raises(TypeError):
        change_profile(actor=person, person=person, email="other@example.org")


def test_a_zone_outside_the_list_stays_choosable_for_whoever_has_it() -> None:
    person = make_person("Far Away", time_zone="Pacific/Auckland")
    client = Client()
    client.force_login(person)
    assert 'value="Pacific/Auckland" selected' in client.get(reverse("accounts:profile")).content.decode()
    assert client.post(reverse("accounts:profile"), form_of(person, job_title="Here")).status_code == 302


# --- Language ---


def test_a_strangers_language_is_a_cookie() -> None:
    client = Client()
    answer = client.post(reverse("set_language"), {"language": "ru", "next": "/accounts/login/"})
    assert answer.url == "/accounts/login/"
    page = client.get("/accounts/login/")
    assert page["Content-Language"] == "ru"
    assert '<html lang="ru">' in page.content.decode()


def test_a_persons_language_goes_into_the_profile_and_follows_them(person: User, client: Client) -> None:
    client.post(reverse("set_language"), {"language": "ru", "next": "/accounts/profile/"})
    person.refresh_from_db()
    assert person.language == "ru"
    elsewhere = Client()
    elsewhere.force_login(person)
    page = elsewhere.get("/accounts/profile/", headers={"Accept-Language": "en"})
    assert page["Content-Language"] == "ru"
    assert '<html lang="ru">' in page.content.decode()
    assert AuditEvent.objects.get().changes == [{"field": "language", "old": "en", "new": "ru"}]


def test_the_profile_wins_over_the_cookie(person: User, client: Client) -> None:
    client.cookies["django_language"] = "ru"
    assert client.get("/accounts/profile/")["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["xx", "", "de", "ru\n"])
def test_a_language_the_portal_does_not_speak_changes_nothing(person: User, client: Client, language: str) -> None:
    client.post(reverse("set_language"), {"language": language})
    person.refresh_from_db()
    assert person.language == "en"


def test_language_changes_only_by_post_and_leads_nowhere_else(person: User, client: Client) -> None:
    assert client.get(reverse("set_language"), {"language": "ru"}).status_code == 405
    assert client.post(reverse("set_language"), {"language": "ru", "next": "https://evil.example/"}).url == "/"


def test_one_persons_language_does_not_stick_to_the_next(person: User, client: Client) -> None:
    client.post(reverse("set_language"), {"language": "ru"})
    assert client.get("/accounts/profile/")["Content-Language"] == "ru"
    assert Client().get("/accounts/login/", headers={"Accept-Language": "en"})["Content-Language"] == "en"


# --- Zone ---


def test_the_city_buttons_change_the_zone_and_come_back(person: User, client: Client) -> None:
    answer = client.post(reverse("accounts:set_zone"), {"time_zone": "Europe/Zurich", "next": "/people/"})
    assert answer.url == "/people/"
    person.refresh_from_db()
    assert person.time_zone == "Europe/Zurich"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_city_buttons_lead_nowhere_else(client: Client, target: str) -> None:
    assert client.post(reverse("accounts:set_zone"), {"time_zone": "UTC", "next": target}).url == "/"


def test_a_zone_that_is_none_is_refused(person: User, client: Client) -> None:
    assert client.post(reverse("accounts:set_zone"), {"time_zone": "../etc"}).url == reverse("accounts:profile")
    assert client.get(reverse("accounts:set_zone")).status_code == 405
    person.refresh_from_db()
    assert person.time_zone == "Asia/Tashkent"
