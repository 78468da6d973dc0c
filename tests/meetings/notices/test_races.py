"""Meetings that change while their mails leave; the long run is `make soak` (races)."""

import pytest
from django.db import connection

from tests.soak.races import FAULTS, race

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CASES = 10


@pytest.mark.parametrize("fault", FAULTS)
def test_every_mail_is_right(fault):
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers at once")
    found = race(fault, CASES)
    assert found.wrong == []
    assert found.messages >= CASES, "those who are not concerned are told in any case"
