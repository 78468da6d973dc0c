"""Many hands on one record, over connections of their own: not one edit may be lost."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection

from councils.bodies.choices import BodyKind
from meetings.record.models import Minutes
from meetings.record.services.minutes import save_minutes
from rec_portal.accounts.models import User
from rec_portal.foundation.refusals import StaleEdit
from tests.factories import make_council, secretary_of
from tests.factories.records import make_held, make_minutes

HANDS = 8


@dataclass
class Edited:
    """`refused`: how often a save was stale and was done again; without any, nobody met anybody."""

    edits: int
    refused: int
    wrong: list[str]


def edit_at_once(edits: int) -> Edited:
    group = make_council(groups=1).bodies.filter(kind=BodyKind.WORKING_GROUP).get()
    minutes, actor = make_minutes(make_held(group), text_en="Start\n"), secretary_of(group)
    work = _with_its_own_connection(lambda number: _edit(minutes.pk, actor, f"line {number}"))
    with ThreadPoolExecutor(HANDS) as pool:
        refused = sum(pool.map(work, range(edits)))
    return Edited(edits, refused, _wrong(minutes, edits))


def _wrong(before: Minutes, edits: int) -> list[str]:
    stored = Minutes.objects.get(pk=before.pk)
    lines = stored.text_en.splitlines()[1:]
    wrong = [f"{line} is lost" for line in sorted({f"line {number}" for number in range(edits)} - {*lines})]
    if len(lines) != edits:
        wrong.append(f"{len(lines)} lines of {edits}")
    if stored.version != before.version + edits:
        wrong.append(f"version {stored.version} after {edits} edits of {before.version}")
    # Each version is there to go back to, and holds one line more than the one before.
    kept = stored.history.filter(version__gte=before.version).order_by("version")
    if [len(row.text_en.splitlines()) for row in kept] != list(range(1, edits + 2)):
        wrong.append("a version is missing or holds too little")
    return wrong


def _edit(key: int, actor: User, line: str) -> int:
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


def _with_its_own_connection(work: Callable[[int], int]) -> Callable[[int], int]:
    def one(number: int) -> int:
        try:
            return work(number)
        finally:
            connection.close()

    return one
