"""Many hands on one record, over connections of their own: not one edit is lost."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from councils.choices import BodyKind
from meetings.models import Minutes
from meetings.services.minutes import save_minutes
from rec_portal.foundation.refusals import StaleEdit
from tests.factories import make_council, secretary_of
from tests.factories.records import make_held, make_minutes

# `make soak` asks for a thousand.
EDITS, HANDS = int(os.environ.get("RECORD_EDITS", "100")), 8


def edit(key: int, actor, line: str) -> int:
    """Adds a line, reading the text anew as often as somebody else was faster; returns how often that was."""
    for stale in range(10_000):
        seen = Minutes.objects.get(pk=key)
        try:
            save_minutes(actor=actor, minutes=seen, version=seen.version, texts={"text_en": f"{seen.text_en}{line}\n"})
        except StaleEdit:
            # As people do: somebody who was refused looks before they save again.
            time.sleep(0.002)
        else:
            return stale
    raise AssertionError("never got through")


def with_its_own_connection(work: Callable[[int], int]) -> Callable[[int], int]:
    def one(number: int) -> int:
        try:
            return work(number)
        finally:
            connection.close()

    return one


@pytest.mark.django_db(transaction=True)
def test_parallel_edits_of_one_record_lose_nothing():
    group = make_council(groups=1).bodies.filter(kind=BodyKind.WORKING_GROUP).get()
    minutes, actor = make_minutes(make_held(group), text_en="Start\n"), secretary_of(group)
    with ThreadPoolExecutor(HANDS) as pool:
        refused = sum(pool.map(with_its_own_connection(lambda n: edit(minutes.pk, actor, f"line {n}")), range(EDITS)))
    stored = Minutes.objects.get(pk=minutes.pk)
    lines = stored.text_en.splitlines()
    assert sorted(lines[1:]) == sorted(f"line {number}" for number in range(EDITS))
    assert stored.version == minutes.version + EDITS
    # Each version is there to go back to, and holds one line more than the one before.
    kept = stored.history.filter(version__gte=minutes.version).order_by("version")
    assert [len(row.text_en.splitlines()) for row in kept] == list(range(1, EDITS + 2))
    print(f"{EDITS} edits, {refused} refused and done again, 0 lost")
