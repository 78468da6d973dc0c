"""What a request of a signed-in person carries: their zone, no caching, a real person instead of a stand-in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from rec_portal.accounts.middleware import PersonMiddleware
from rec_portal.accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_zone_of_the_person_is_active_and_only_for_them(person: User) -> None:
    seen = []

    def view(request):
        seen.append((timezone.get_current_timezone_name(), type(request.user)))
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = request._cached_user = person
    person.time_zone = "Europe/Vienna"
    PersonMiddleware(view)(request)
    other = RequestFactory().get("/")
    other.user = AnonymousUser()
    PersonMiddleware(view)(other)
    assert seen == [("Europe/Vienna", User), ("UTC", AnonymousUser)]


@pytest.mark.parametrize("path", ["/", "/accounts/profile/", "/no-such-page/", "/accounts/login/"])
def test_no_answer_to_a_signed_in_person_is_kept_anywhere(person: User, path: str) -> None:
    client = Client()
    client.force_login(person)
    assert client.get(path)["Cache-Control"] == "private, no-store"


def test_a_probe_asks_neither_session_nor_database(person: User, django_assert_num_queries) -> None:
    client = Client()
    client.force_login(person)
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_an_anonymous_request_costs_no_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/").status_code == 200
