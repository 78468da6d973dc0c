import pytest
from django.test import RequestFactory

from councils.models import Organisation
from rec_portal.foundation.paging import page_of
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
