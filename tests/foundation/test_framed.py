"""What frames each page is kept for a reader, but for the token and the address of the one request."""

import re

import pytest
from django.test import Client

from tests.factories import make_person

pytestmark = pytest.mark.django_db

TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


def page_of(client, address="/accounts/profile/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def signed_in(person, **options):
    client = Client(**options)
    client.force_login(person)
    return client


def test_each_answer_has_a_token_of_its_own_that_works():
    person = make_person(language="en")
    client = signed_in(person, enforce_csrf_checks=True)
    first, second = (TOKENS.findall(page_of(client)) for _ in range(2))
    # The menu's three forms and the foot's; one answer has one token.
    assert len(first) >= 4
    assert len(set(first)) == len(set(second)) == 1
    assert first[0] != second[0]
    answer = client.post(
        "/language/", {"csrfmiddlewaretoken": first[0], "language": "ru", "next": "/accounts/profile/"}
    )
    assert answer.status_code == 302
    assert client.post("/language/", {"csrfmiddlewaretoken": "token", "language": "ru"}).status_code == 403


def test_people_of_one_name_have_their_own_frame():
    here, there = (make_person(name="Same Name", language="en") for _ in range(2))
    pages = {person.email: page_of(signed_in(person)) for person in (here, there)}
    assert here.email in pages[here.email]
    assert here.email not in pages[there.email]


def test_language_zone_and_name_change_at_once():
    person = make_person(name="Before", language="en", time_zone="Asia/Tashkent")
    client = signed_in(person)
    assert "Before" in page_of(client)
    person.name, person.language, person.time_zone = "<b>After", "ru", "Asia/Bishkek"
    person.save()
    page = page_of(client)
    assert "&lt;b&gt;After" in page
    assert "<b>After" not in page
    assert "Выйти" in page
    assert re.search(r'value="Asia/Bishkek"[^>]*aria-current="true"', page)


def test_each_page_leads_back_to_itself():
    client = signed_in(make_person(language="en"))
    page = page_of(client, "/meetings/?q=%22%3E%3Cb%3E&page=1")
    backs = set(re.findall(r'name="next" value="([^"]*)"', page))
    assert backs == {"/meetings/?q=%22%3E%3Cb%3E&amp;page=1"}
