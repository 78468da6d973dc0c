"""An agenda has one door that knows who asks. Restricted titles would leak through any other."""

import re

import pytest

from tests.architecture.sources import PACKAGES, name_of, python_files

# What writes agendas has to read all of them; what these return to readers goes through `shown_to` or `agenda_of`.
WRITERS = (
    "meetings/agenda/services/",
    "meetings/calling/services/checklist",
    "meetings/calling/services/publishing",
    # A board pack is for an audience rather than a person, and leaves out restricted items by audience.
    "meetings/papers/services/pack_contents",
    "rec_portal/seeds/",
)
ANOTHER_DOOR = re.compile(
    r"(?<!meetings)\.agenda\.(?!exists\b|count\b|shown_to\b|visible_to\b)\w+|AgendaItem\.(_base_manager|_default_manager)"
    r"|AgendaItem\.objects\.(?!shown_to\b|visible_to\b|select_related\b)\w+|prefetch_related\([^)]*\"agenda\""
)


def test_every_reader_of_an_agenda_says_for_whom():
    found = {
        name_of(path): [match[0] for match in ANOTHER_DOOR.finditer(path.read_text())]
        for path in python_files(*PACKAGES)
        if not name_of(path).startswith(WRITERS)
    }
    assert not {name: places for name, places in found.items() if places}


@pytest.mark.parametrize(
    "source",
    [
        "for item in meeting.agenda.all():",
        "meeting.agenda.filter(kind='decision')",
        "AgendaItem.objects.filter(meeting=meeting)",
        "AgendaItem._base_manager.get(pk=1)",
        'meetings.prefetch_related("agenda", "joint_bodies")',
    ],
)
def test_another_door_is_noticed(source):
    assert ANOTHER_DOOR.search(source)
