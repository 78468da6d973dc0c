"""Where rows stand is saved in two statements, and each row has its history."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.agenda.models import AgendaItem
from rec_portal.foundation.placing import store_places
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


def values_of(row, fields) -> list:
    return [getattr(row, field.attname) for field in fields]


@pytest.mark.parametrize("number", [1, 3])
def test_two_statements_however_many_and_a_history_row_each(world, number):
    meeting = make_meeting(world.group_a)
    rows = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))[:number]
    before = [row.history.count() for row in rows]
    for place, row in enumerate(rows, start=1):
        row.position = 10 * place
    with CaptureQueriesContext(connection) as spent:
        store_places(rows, ["meeting", "position"], actor=world.secretary)
    assert len(spent) == 2
    for place, (row, had) in enumerate(zip(rows, before, strict=True), start=1):
        row.refresh_from_db()
        newest = row.history.first()
        assert (row.position, row.version, row.history.count()) == (10 * place, 1, had + 1)
        assert (newest.history_type, newest.history_user, newest.history_change_reason) == ("~", world.secretary, None)
        tracked = type(newest).tracked_fields
        assert values_of(newest, tracked) == values_of(row, tracked)
    assert AgendaItem.objects.filter(meeting=meeting, position__gte=10).count() == number


def test_off_every_agenda_and_by_nobody_in_particular(world):
    meeting = make_meeting(world.group_a)
    rows = list(AgendaItem.objects.filter(meeting=meeting))
    for row in rows:
        row.meeting, row.position = None, 0
    store_places(rows, ["meeting", "position"], actor=None)
    assert not AgendaItem.objects.filter(meeting=meeting).exists()
    assert {row.history.first().history_user for row in rows} == {None}


def test_the_history_tells_what_was_written_meanwhile(world):
    row = make_meeting(world.group_a).agenda.get(position=2)
    other = AgendaItem.objects.get(pk=row.pk)
    other.title = "Written by somebody else"
    other.save()
    row.position = 7
    store_places([row], ["position"], actor=world.secretary)
    assert row.history.first().title == "Written by somebody else"


def test_nothing_to_place_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        store_places([], ["position"], actor=None)
