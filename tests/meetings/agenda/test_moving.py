"""Moving items among many: what it costs, that any moves give the order a list would have, and many hands at once."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from councils.bodies.choices import BodyKind
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import AgendaLine
from meetings.agenda.services.agenda_text import change_agenda
from meetings.agenda.services.items import DOWN, UP, ItemText, edit_item, move_item
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import StaleEdit
from tests.factories import make_council, make_meeting, secretary_of

HANDS = 4


def with_items(body, number: int):
    """A meeting of `body` with so many items, named by the number they have at first."""
    meeting = make_meeting(body)
    lines = [AgendaLine(f"Item number {n}", 5) for n in range(1, number + 1)]
    return change_agenda(actor=secretary_of(body), meeting=meeting, version=meeting.version, lines=lines)


def order_of(meeting) -> list[int]:
    """The first numbers of the items in their present order; the present ones have to be 1 to n."""
    rows = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [int(row.title.rsplit(" ", 1)[-1]) for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [10, 100])
@pytest.mark.parametrize("step", [False, True], ids=["to the top", "one up"])
def test_a_move_is_five_writes_however_long_the_agenda(world, number, step):
    meeting = with_items(world.group_a, number)
    row = AgendaItem.objects.get(meeting=meeting, position=number)
    history, events = AgendaItem.history.count(), AuditEvent.objects.count()
    with CaptureQueriesContext(connection) as spent:
        move_item(actor=world.secretary, item=row, to=UP if step else 1)
    writes = [query["sql"] for query in spent if query["sql"].startswith(("UPDATE", "INSERT"))]
    # The places and their history, the meeting's count of edits and its history, the event.
    assert len(writes) == 5, [sql[:60] for sql in writes]
    assert len(spent) <= 16, [query["sql"][:60] for query in spent]
    # Whoever stands elsewhere now has a history row, and nobody else.
    assert AgendaItem.history.count() - history == (2 if step else number)
    assert AuditEvent.objects.count() - events == 1
    said = {change["field"]: (change["old"], change["new"]) for change in AuditEvent.objects.about(meeting)[0].changes}
    assert said == {"agenda_item_moved": (None, row.pk), "agenda_number": (number, number - 1 if step else 1)}


class TestAnyMoves(TestCase):
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([UP, DOWN]) | st.integers(-2, 12)), max_size=12))
    def test_the_order_is_that_of_a_list(self, moves):
        group = make_council(groups=1).bodies.last()
        meeting, model = with_items(group, 9), list(range(1, 10))
        rows = {int(row.title.rsplit(" ", 1)[-1]): row for row in AgendaItem.objects.filter(meeting=meeting)}
        for name, to in moves:
            at = model.index(name)
            aim = {UP: at - 1, DOWN: at + 1}[to] if isinstance(to, str) else to - 1
            model.insert(max(0, min(aim, 8)), model.pop(at))
            move_item(actor=secretary_of(group), item=rows[name], to=to)
            assert order_of(meeting) == model


@pytest.mark.django_db(transaction=True)
def test_many_hands_lose_nothing():
    """Some move items about while others write in them: each text arrives, each item is there once."""
    group = make_council(groups=1).bodies.filter(kind=BodyKind.WORKING_GROUP).get()
    meeting, actor = with_items(group, 12), secretary_of(group)
    keys, dice = list(AgendaItem.objects.filter(meeting=meeting).values_list("pk", flat=True)), random.Random(7)
    moves = [(dice.choice(keys), dice.randint(1, 12)) for _ in range(24)]

    def work(hand: int) -> None:
        try:
            for key, to in moves[hand::HANDS]:
                move_item(actor=actor, item=AgendaItem.objects.get(pk=key), to=to)
            for key in keys[hand::HANDS]:
                write_in(key, actor)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(work, range(HANDS)))
    assert sorted(order_of(meeting)) == list(range(1, 13))
    for row in AgendaItem.objects.filter(meeting=meeting):
        newest = row.history.first()
        assert row.presenter == f"Written {row.pk}"
        assert (newest.position, newest.presenter) == (row.position, row.presenter)


def write_in(key: int, actor) -> None:
    row = AgendaItem.objects.get(pk=key)
    text = ItemText(title=row.title, presenter=f"Written {key}", minutes=row.minutes)
    try:
        edit_item(actor=actor, item=row, version=row.version, text=text)
    except StaleEdit as refusal:  # a move must never be the reason
        raise AssertionError("refused as stale") from refusal
