"""A page of somebody else's sends a form in the name of whoever is signed in: refused everywhere, whatever it says."""

import pytest
from django.test import Client

from tests.conftest import sign_in_just_now
from tests.matrix.addresses import addresses
from tests.matrix.objects import Rows, address_of, query_of

pytestmark = pytest.mark.django_db
# No cookie speaks for anybody there, only the secret in the address.
BY_SECRET = {
    *("meetings:rsvp", "meetings:rsvp_done", "meetings:rsvp_calendar", "meetings:poll_link", "accounts:optional_mail"),
}


def test_without_the_token_of_our_own_page(world, caplog):
    client, rows = Client(enforce_csrf_checks=True), Rows(world)
    sign_in_just_now(client, world.secretary)
    taken = {
        name
        for name, pattern in addresses().items()
        if client.post(address_of(name, pattern, rows), query_of(name, "POST", rows)).status_code != 403
    }
    assert taken == BY_SECRET
