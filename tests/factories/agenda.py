from typing import Any

from meetings.models import AgendaItem, Meeting
from meetings.querysets import EVERYBODY
from meetings.services.agenda import agenda_of


def change_item(meeting: Meeting, number: int, **values: Any) -> AgendaItem:
    """The item with that number, changed as if somebody had edited it a moment ago."""
    item = AgendaItem.objects.get(meeting=meeting, position=number)
    for name, value in values.items():
        setattr(item, name, value)
    item.save()
    return item


def titles_for(meeting: Meeting, reader: Any = EVERYBODY) -> list[str]:
    return [item.title for item in agenda_of(meeting, reader).items]
