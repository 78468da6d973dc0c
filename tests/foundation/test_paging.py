import pytest
from django.test import RequestFactory

from councils.organisations.models import Organisation
from rec_portal.foundation.paging import page_in_turn, page_of
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db


def walk(size: int, order: tuple[str, ...]) -> list:
    rows, address, pages = [], "/list/?kind=all", 0
    while address:
        page = page_of(RequestFactory().get(address), Organisation.objects.all(), *order, size=size)
        rows += page.rows
        address, pages = page.next_url, pages + 1
        assert pages < 50
        assert address is None or "kind=all" in address
    return rows


@pytest.mark.parametrize("order", [("-created_at", "-id"), ("short_name_en", "id"), ("kind", "-id")])
def test_walking_the_pages_meets_each_row_once_in_order(order):
    for _ in range(7):
        make_organisation()
    assert walk(3, order) == list(Organisation.objects.order_by(*order))


@pytest.mark.parametrize("after", ["", "x", "%%%", "W10", "WzEsMl0", "eyJhIjoxfQ", "WyJhIiwgInQiLCAxXQ"])
def test_a_key_that_cannot_be_read_shows_the_first_page(after):
    row = make_organisation()
    request = RequestFactory().get("/list/", {"after": after})
    assert page_of(request, Organisation.objects.all(), "-created_at", "-id", size=3).rows == [row]


def test_a_page_costs_one_query(django_assert_num_queries):
    for _ in range(5):
        make_organisation()
    with django_assert_num_queries(1):
        page_of(RequestFactory().get("/"), Organisation.objects.all(), "id", size=2)


def test_a_key_of_another_list_is_none_of_this_one():
    for _ in range(3):
        make_organisation()
    rows = Organisation.objects.all()
    other = page_of(RequestFactory().get("/list/"), rows, "short_name_en", "id", size=1).next_url
    assert page_of(RequestFactory().get(other), rows, "id", size=1).rows == [rows.order_by("id").first()]


def parts():
    """Those with a Q in their name first."""
    rows = Organisation.objects.order_by()
    return [rows.filter(short_name_en__contains="Q"), rows.exclude(short_name_en__contains="Q")]


@pytest.mark.parametrize(("first", "second"), [(0, 7), (7, 0), (3, 4), (2, 5), (6, 1), (0, 0)])
def test_parts_are_walked_one_after_the_other(first, second):
    for number in range(first + second):
        make_organisation(short_name_en=f"{'Q' if number < first else 'R'} {number}")
    found, address = [], "/list/"
    while address:
        page = page_in_turn(RequestFactory().get(address), parts(), "-created_at", "-id", size=3)
        found += page.rows
        address = page.next_url
    assert found == [row for part in parts() for row in part.order_by("-created_at", "-id")]


def test_a_part_that_is_behind_is_not_asked(django_assert_num_queries):
    for number in range(9):
        make_organisation(short_name_en=f"{'Q' if number < 4 else 'R'} {number}")
    with django_assert_num_queries(1):
        first = page_in_turn(RequestFactory().get("/list/"), parts(), "id", size=3)
    with django_assert_num_queries(2):
        second = page_in_turn(RequestFactory().get(first.next_url), parts(), "id", size=3)
    with django_assert_num_queries(1):
        third = page_in_turn(RequestFactory().get(second.next_url), parts(), "id", size=3)
    assert len({row.pk for page in (first, second, third) for row in page.rows}) == 9


@pytest.mark.parametrize("after", ["", "x", "%%%", "W10", "WzEsMl0", "eyJhIjoxfQ"])
def test_a_key_of_parts_that_cannot_be_read_shows_the_first_page(after):
    row = make_organisation()
    assert page_in_turn(RequestFactory().get("/list/", {"after": after}), parts(), "id").rows == [row]
