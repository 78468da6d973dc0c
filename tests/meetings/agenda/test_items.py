"""Single items: added, written, undone, put in order, sent elsewhere."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from meetings.agenda.choices import AgendaKind, Outcome
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import LONGEST_AGENDA, AgendaLine
from meetings.agenda.services.agenda_text import change_agenda
from meetings.agenda.services.deferred_items import return_deferred
from meetings.agenda.services.items import (
    DOWN,
    UP,
    ItemText,
    add_item,
    edit_item,
    move_item,
    send_item,
    text_before,
    undo_item,
)
from meetings.calling.services.schedule import close_meeting
from meetings.meeting.choices import MeetingState
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, Refusal, StaleEdit, WrongState
from tests.factories import in_days, make_council, make_meeting, secretary_of
from tests.factories.actors import ACTORS
from tests.factories.agenda import change_item, titles_for
from tests.meetings.support import fresh, verbs

pytestmark = pytest.mark.django_db
OPENING, PLAN, DATE = "Opening and adoption of the agenda", "Preliminary plan of the group", "Date of the next meeting"


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a)


def numbered(meeting) -> list[tuple[int, str]]:
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("position", "id")
    return list(rows.values_list("position", "title"))


def item(meeting, number: int) -> AgendaItem:
    return AgendaItem.objects.get(meeting=meeting, position=number)


def last_event(row) -> AuditEvent:
    return AuditEvent.objects.about(row).first()


class TestAdding:
    def test_at_the_end(self, world, meeting):
        before = meeting.version
        add_item(actor=world.secretary, meeting=meeting, line=AgendaLine("Any other business", 10, "Chair"))
        assert numbered(meeting)[-1] == (4, "Any other business")
        assert (fresh(meeting).version, verbs(meeting)[-1]) == (before + 1, "agenda.item_added")
        assert last_event(meeting).for_members

    def test_not_more_than_a_hundred(self, world, meeting):
        lines = [AgendaLine(f"Item number {n}") for n in range(LONGEST_AGENDA)]
        meeting = change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=lines)
        with pytest.raises(InvalidInput, match="at most 100"):
            add_item(actor=world.secretary, meeting=meeting, line=AgendaLine("One more"))

    def test_only_where_the_meeting_still_takes_items(self, world, meeting):
        meeting.state = MeetingState.CANCELLED
        meeting.save()
        with pytest.raises(WrongState):
            add_item(actor=world.secretary, meeting=meeting, line=AgendaLine("Late"))


class TestWriting:
    def test_everything_the_form_asks_for(self, world, meeting):
        text = ItemText("Work plan", AgendaKind.DECISION, 45, "Co-chairs", "With **annexes**", restricted=False)
        saved = edit_item(actor=world.secretary, item=item(meeting, 2), version=1, text=text)
        assert (ItemText.of(saved), saved.version, saved.position) == (text, 2, 2)
        changes = last_event(meeting).changes
        assert {change["field"] for change in changes} > {"agenda_item_changed", "title", "kind", "minutes"}
        assert "Work plan" not in str(changes)

    def test_nothing_changed_writes_nothing(self, world, meeting):
        row = item(meeting, 2)
        edit_item(actor=world.secretary, item=row, version=1, text=ItemText.of(row))
        assert (fresh(row).version, verbs(meeting)[-1]) == (1, "meeting.convened")

    def test_a_stale_save_is_refused_with_the_row_as_it_stands(self, world, meeting):
        edit_item(actor=world.secretary, item=item(meeting, 2), version=1, text=ItemText("Theirs"))
        with pytest.raises(StaleEdit) as refusal:
            edit_item(actor=world.secretary, item=item(meeting, 2), version=1, text=ItemText("Mine"))
        assert refusal.value.current.title == "Theirs"
        assert item(meeting, 2).title == "Theirs"

    def test_moving_an_item_disturbs_nobody_who_writes_in_it(self, world, meeting):
        move_item(actor=world.secretary, item=item(meeting, 2), to=UP)
        saved = edit_item(actor=world.secretary, item=item(meeting, 1), version=1, text=ItemText("Still mine"))
        assert (saved.title, saved.position) == ("Still mine", 1)

    def test_undo_brings_back_the_text_as_a_new_version(self, world, meeting):
        row = edit_item(actor=world.secretary, item=item(meeting, 2), version=1, text=ItemText("New", minutes=5))
        assert text_before(row).title == PLAN
        back = undo_item(actor=world.secretary, item=row, version=2)
        assert (back.title, back.minutes, back.version) == (PLAN, 60, 3)
        assert undo_item(actor=world.secretary, item=back, version=3).title == "New"

    def test_undo_of_what_somebody_changed_since_is_refused(self, world, meeting):
        row = edit_item(actor=world.secretary, item=item(meeting, 2), version=1, text=ItemText("One"))
        edit_item(actor=world.secretary, item=row, version=2, text=ItemText("Two"))
        with pytest.raises(StaleEdit):
            undo_item(actor=world.secretary, item=row, version=2)

    def test_nothing_to_undo(self, world, meeting):
        with pytest.raises(Refusal, match="nothing to undo"):
            undo_item(actor=world.secretary, item=item(meeting, 2), version=1)

    def test_an_adopted_record_keeps_its_agenda(self, world, client_of, meeting):
        meeting.state = MeetingState.RECORD_ADOPTED
        meeting.save()
        for act in (
            lambda: edit_item(actor=world.secretary, item=item(meeting, 2), version=1, text=ItemText("Rewritten")),
            lambda: move_item(actor=world.secretary, item=item(meeting, 2), to=UP),
            lambda: change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=[]),
        ):
            with pytest.raises(WrongState):
                act()
        page = client_of("secretary").get(meeting.get_absolute_url()).content.decode()
        assert reverse("meetings:agenda", args=[meeting.public_id]) not in page

    def test_members_hear_nothing_of_a_restricted_item(self, world, meeting):
        edit_item(actor=world.secretary, item=item(meeting, 2), version=1, text=ItemText("Closed", restricted=True))
        assert not AuditEvent.objects.about(meeting).filter(verb="agenda.item_changed", for_members=True).exists()


class TestOrder:
    @pytest.mark.parametrize(
        ("number", "to", "order"),
        [
            (2, UP, [PLAN, OPENING, DATE]),
            (2, DOWN, [OPENING, DATE, PLAN]),
            (1, UP, [OPENING, PLAN, DATE]),
            (3, DOWN, [OPENING, PLAN, DATE]),
            (3, 1, [DATE, OPENING, PLAN]),
            (1, 99, [PLAN, DATE, OPENING]),
            (2, 0, [PLAN, OPENING, DATE]),
        ],
    )
    def test_where_it_goes(self, world, meeting, number, to, order):
        before = fresh(meeting).version
        move_item(actor=world.secretary, item=item(meeting, number), to=to)
        assert numbered(meeting) == list(enumerate(order, start=1))
        moved = order != [OPENING, PLAN, DATE]
        assert fresh(meeting).version == before + moved
        assert (verbs(meeting)[-1] == "agenda.item_moved") == moved

    def test_an_item_of_the_backlog_has_no_place(self, world, meeting):
        row = send_item(actor=world.secretary, item=item(meeting, 2), meeting=None)
        with pytest.raises(WrongState):
            move_item(actor=world.secretary, item=row, to=UP)

    def test_each_row_that_moved_has_its_history(self, world, meeting):
        move_item(actor=world.secretary, item=item(meeting, 3), to=1)
        newest = [row.history.first() for row in AgendaItem.objects.filter(meeting=meeting).order_by("position")]
        assert [(row.position, row.history_user) for row in newest] == [(n, world.secretary) for n in (1, 2, 3)]


class TestSending:
    def test_to_the_backlog_and_back_to_its_place(self, world, meeting):
        row = send_item(actor=world.secretary, item=item(meeting, 2), meeting=None)
        assert numbered(meeting) == [(1, OPENING), (2, DATE)]
        assert (row.meeting, row.position, row.version) == (None, 0, 1)
        send_item(actor=world.secretary, item=row, meeting=meeting, place=2)
        assert numbered(meeting) == [(1, OPENING), (2, PLAN), (3, DATE)]

    def test_to_another_meeting_of_the_same_body(self, world, meeting):
        other = make_meeting(world.group_a, convened=False)
        versions = fresh(meeting).version, fresh(other).version
        send_item(actor=world.secretary, item=item(meeting, 1), meeting=other)
        assert numbered(meeting) == [(1, PLAN), (2, DATE)]
        assert numbered(other)[-1] == (4, OPENING)
        assert (fresh(meeting).version, fresh(other).version) == (versions[0] + 1, versions[1] + 1)

    def test_to_where_it_is_already(self, world, meeting):
        send_item(actor=world.secretary, item=item(meeting, 1), meeting=meeting)
        assert verbs(meeting)[-1] == "meeting.convened"

    def test_not_to_another_body(self, world, meeting):
        other = make_meeting(world.group_b)
        with pytest.raises(InvalidInput, match="same group"):
            send_item(actor=world.secretary, item=item(meeting, 1), meeting=other)

    def test_not_to_a_meeting_that_is_run_by_others(self, world, meeting):
        other = make_meeting(world.other_council)
        with pytest.raises(NotAllowed):
            send_item(actor=world.secretary, item=item(meeting, 1), meeting=other)

    def test_a_held_meeting_keeps_its_agenda_and_gets_no_more(self, world, meeting):
        held = make_meeting(world.group_a)
        held.state = MeetingState.CLOSED
        held.save()
        with pytest.raises(WrongState, match="was held"):
            send_item(actor=world.secretary, item=item(held, 1), meeting=None)
        with pytest.raises(WrongState, match="no more items"):
            send_item(actor=world.secretary, item=item(meeting, 1), meeting=held)

    def test_what_was_put_off_comes_back_once(self, world, meeting):
        change_item(meeting, 2, restricted=True, description="Annex", kind=AgendaKind.DECISION)
        for _twice in range(2):
            return_deferred(actor=world.secretary, meeting=meeting, items=[item(meeting, 2), item(meeting, 3)])
        backlog = list(AgendaItem.objects.visible_to(world.secretary).backlog_of(world.group_a))
        assert [(row.title, row.restricted, row.description, row.kind) for row in backlog] == [
            (PLAN, True, "Annex", AgendaKind.DECISION),
            (DATE, False, "", AgendaKind.DISCUSSION),
        ]
        assert backlog[0].carried_from == item(meeting, 2)
        assert titles_for(meeting, world.secretary) == [OPENING, PLAN, DATE]
        assert return_deferred(actor=None, meeting=meeting, items=backlog) == []


def test_closing_a_meeting_returns_what_it_put_off(world, meeting):
    change_item(meeting, 2, outcome=Outcome.DEFERRED)
    change_item(meeting, 3, outcome=Outcome.NOTED)
    with time_machine.travel(meeting.ends_at + timedelta(minutes=1)):
        close_meeting(actor=world.secretary, meeting=meeting)
    backlog = AgendaItem.objects.visible_to(world.secretary).backlog_of(world.group_a)
    assert [(row.title, row.outcome, row.carried_from) for row in backlog] == [(PLAN, "", item(meeting, 2))]
    assert verbs(meeting)[-2:] == ["meeting.closed", "agenda.items_carried"]
    assert titles_for(meeting, world.secretary) == [OPENING, PLAN, DATE]


@pytest.mark.parametrize("who", [name for name in ACTORS[1:] if name != "secretary"])
def test_only_whoever_runs_the_body_does_any_of_this(world, meeting, who):
    actor, row = world.people[who], item(meeting, 2)
    deeds = [
        lambda: add_item(actor=actor, meeting=meeting, line=AgendaLine("Mine")),
        lambda: edit_item(actor=actor, item=row, version=1, text=ItemText("Mine")),
        lambda: move_item(actor=actor, item=row, to=UP),
        lambda: send_item(actor=actor, item=row, meeting=None),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()
    assert numbered(meeting) == [(1, OPENING), (2, PLAN), (3, DATE)]


class TestNumbersUnderAnySequence(TestCase):
    """Whatever is moved, sent away and brought back in whatever order: 1 to n, each number once, nothing lost."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 6),
                st.sampled_from([UP, DOWN, "backlog", "first", "second"]) | st.integers(-2, 12),
            ),
            max_size=14,
        )
    )
    def test_numbers_stay_whole(self, steps):
        group = make_council(groups=1).bodies.last()
        secretary = secretary_of(group)
        meetings = {"first": make_meeting(group), "second": make_meeting(group, when=in_days(20)), "backlog": None}
        rows = list(AgendaItem.objects.filter(body=group).order_by("id"))
        for which, to in steps:
            row = rows[which % len(rows)]
            # As from a page opened a while ago: what `row` says of itself may be out of date.
            try:
                if to in meetings:
                    send_item(actor=secretary, item=row, meeting=meetings[to])
                else:
                    move_item(actor=secretary, item=row, to=to)
            except WrongState:
                assert AgendaItem.objects.get(pk=row.pk).meeting is None
        for meeting in (meetings["first"], meetings["second"]):
            numbers = [number for number, _title in numbered(meeting)]
            assert numbers == list(range(1, len(numbers) + 1))
        assert AgendaItem.objects.filter(body=group).count() == len(rows)


def test_a_move_among_a_hundred_costs_a_handful_of_queries(world, meeting):
    lines = [AgendaLine(f"Item number {n}", 5) for n in range(100)]
    change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=lines)
    with CaptureQueriesContext(
        connection,
    ) as spent:
        move_item(actor=world.secretary, item=item(meeting, 100), to=1)
    assert numbered(meeting)[0] == (1, "Item number 99")
    assert len(spent) <= 22, [query["sql"][:90] for query in spent]
