"""Many hands on one record; the long run with a thousand edits is `make soak` (minutes)."""

import pytest

from meetings.record.services.minutes import save_minutes
from tests.soak import edits
from tests.soak.edits import edit_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_parallel_edits_of_one_record_lose_nothing():
    found = edit_at_once(100)
    assert found.wrong == []
    assert found.refused, "nobody met anybody, so nothing was tried"


def test_a_save_that_looks_at_nothing_is_noticed(monkeypatch):
    def blind(*, version, **others):
        return save_minutes(version=None, **others)

    monkeypatch.setattr(edits, "save_minutes", blind)
    assert edit_at_once(20).wrong
