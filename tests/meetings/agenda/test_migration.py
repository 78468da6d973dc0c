"""Rows from before items knew their body learn it, and so does their history."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from meetings.models import AgendaItem
from tests.factories import make_meeting

pytestmark = pytest.mark.django_db


def test_each_item_gets_the_body_that_hosts_its_meeting(world):
    meeting = make_meeting(world.group_a)
    history = AgendaItem.history.model
    history.objects.update(body=None)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE meetings_agendaitem ALTER COLUMN body_id DROP NOT NULL")
        cursor.execute("UPDATE meetings_agendaitem SET body_id = NULL")
    import_module("meetings.migrations.0010_bodies_of_agenda_items").name_bodies(apps, None)
    assert set(AgendaItem.objects.filter(meeting=meeting).values_list("body", flat=True)) == {world.group_a.pk}
    assert set(history.objects.filter(meeting_id=meeting.pk).values_list("body", flat=True)) == {world.group_a.pk}
