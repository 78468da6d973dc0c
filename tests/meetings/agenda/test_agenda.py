"""The agenda as lines of text: read, written, replaced."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.agenda.choices import AgendaKind
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import LONGEST_AGENDA, AgendaLine, read_agenda, replace_agenda, write_agenda
from rec_portal.foundation.refusals import InvalidInput
from tests.factories import make_council, make_meeting, secretary_of
from tests.factories.agenda import change_item


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Opening", AgendaLine("Opening")),
        ("Opening, 10", AgendaLine("Opening", 10)),
        ("Opening,10,Chair", AgendaLine("Opening", 10, "Chair")),
        ("  Opening , 10 min , Chair  ", AgendaLine("Opening", 10, "Chair")),
        ("Открытие, 10 мин., Председатель", AgendaLine("Открытие", 10, "Председатель")),
        ("Открытие, 15 минут", AgendaLine("Открытие", 15)),
        ("Results, plans and needs, 25, UNICEF, UNODC", AgendaLine("Results, plans and needs", 25, "UNICEF, UNODC")),
        ("Results, plans and needs", AgendaLine("Results, plans and needs")),
        ("Plans for 2024, 2025", AgendaLine("Plans for 2024, 2025")),
        ("Resolution 2178", AgendaLine("Resolution 2178")),
    ],
)
def test_a_line_is_title_minutes_presenter(text, line):
    assert read_agenda(text) == [line]


def test_blank_lines_count_for_nothing():
    assert read_agenda("\n\nOpening, 10\n \nClosing\n") == [AgendaLine("Opening", 10), AgendaLine("Closing")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Opening\n\n" + "x" * 301, "Line 3 is too long."),
        ("Opening\n" + "x" * 10_000, "Line 2 is too long."),
        ("Opening, 10, " + "x" * 161, "Line 1 is too long."),
        ("Opening, 0", "Line 1: the minutes cannot be right."),
        ("\n".join(["Item"] * (LONGEST_AGENDA + 1)), "An agenda has at most 100 items."),
    ],
)
def test_what_cannot_be_an_agenda_is_refused_with_its_line(text, says):
    with pytest.raises(InvalidInput) as refusal:
        read_agenda(text)
    assert (refusal.value.field, str(refusal.value.message)) == ("agenda", says)


def test_a_line_made_to_be_slow_is_not():
    started = time.process_time()
    with pytest.raises(InvalidInput):
        read_agenda("a" + " " * 50_000 + "b")
    assert time.process_time() - started < 0.5


words = st.text(alphabet="abcdefgh ", min_size=1, max_size=30).map(str.strip).filter(bool)
lines = st.builds(
    lambda title, minutes, presenter: AgendaLine(title, minutes, presenter if minutes else ""),
    words,
    st.none() | st.integers(1, 999),
    st.just("") | words,
)


@given(st.lists(lines, max_size=8))
def test_writing_and_reading_are_inverse(agenda):
    assert read_agenda(write_agenda(agenda)) == agenda


@pytest.mark.django_db
def test_an_item_whose_title_stays_keeps_its_row():
    meeting = make_meeting(make_council(groups=1).bodies.last(), convened=False)
    secretary = secretary_of(meeting.body)
    before = {item.title: item.pk for item in meeting.agenda.all()}
    opening = AgendaLine("Opening and adoption of the agenda", 20, "Chair")
    changes = replace_agenda(meeting, [AgendaLine("Something new", 5), opening], actor=secretary)
    after = list(meeting.agenda.all())
    assert [(item.position, item.title, item.minutes) for item in after] == [
        (1, "Something new", 5),
        (2, "Opening and adoption of the agenda", 20),
    ]
    assert after[1].pk == before["Opening and adoption of the agenda"]
    # The event names rows, not words: a title may be restricted by the time somebody reads it.
    named = [(change["field"].removeprefix("agenda_item_"), change["new"]) for change in changes]
    assert named == [
        ("added", after[0].pk),
        ("changed", after[1].pk),
        *(("removed", before[title]) for title in ("Preliminary plan of the group", "Date of the next meeting")),
    ]
    # What was taken away is in the history.
    assert meeting.agenda.model.history.filter(history_type="-").count() == 2


@pytest.mark.django_db
def test_two_items_of_one_title_stay_two():
    meeting = make_meeting(make_council(groups=1).bodies.last(), convened=False)
    twice = [AgendaLine("Pause", 10), AgendaLine("Pause", 15)]
    replace_agenda(meeting, twice, actor=None)
    replace_agenda(meeting, twice, actor=None)
    assert [(item.title, item.minutes) for item in meeting.agenda.all()] == [("Pause", 10), ("Pause", 15)]


@pytest.mark.django_db
def test_the_same_agenda_is_no_change():
    meeting = make_meeting(make_council(groups=1).bodies.last(), convened=False)
    assert replace_agenda(meeting, read_agenda(write_agenda(meeting.agenda.all())), actor=None) == []


@pytest.mark.django_db
def test_what_a_line_does_not_say_stays_with_an_item_whose_title_is_corrected():
    meeting = make_meeting(make_council(groups=1).bodies.last(), convened=False)
    told = {"kind": AgendaKind.DECISION, "restricted": True, "description": "See the annex."}
    row = change_item(meeting, 2, **told)
    lines = [AgendaLine("Preliminary plan of the groups", 45), AgendaLine("Opening and adoption of the agenda", 10)]
    replace_agenda(meeting, lines, actor=None)
    first = AgendaItem.objects.get(meeting=meeting, position=1)
    assert (first.pk, first.title, first.minutes) == (row.pk, "Preliminary plan of the groups", 45)
    assert {name: getattr(first, name) for name in told} == told


@pytest.mark.django_db
@pytest.mark.parametrize("told", [{"restricted": True}, {"description": "See."}, {"kind": AgendaKind.INFORMATION}])
def test_an_item_of_more_than_a_line_goes_to_the_backlog_when_its_line_goes(told):
    meeting = make_meeting(make_council(groups=1).bodies.last(), convened=False)
    row = change_item(meeting, 2, **told)
    replace_agenda(meeting, [AgendaLine("Something else altogether")], actor=None)
    assert list(AgendaItem.objects.filter(body=meeting.body, meeting=None)) == [row]
    assert AgendaItem.objects.filter(body=meeting.body).count() == 2


@pytest.mark.django_db
def test_an_item_on_which_something_hangs_is_not_deleted(world):
    meeting = make_meeting(world.group_a, convened=False)
    row = AgendaItem.objects.get(meeting=meeting, position=2)
    AgendaItem.objects.create(body=meeting.body, title="Continued", carried_from=row)
    replace_agenda(meeting, [], actor=None)
    assert AgendaItem.objects.filter(pk=row.pk, meeting=None).exists()
