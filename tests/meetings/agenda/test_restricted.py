"""A restricted item: who reads it, and that nothing else of the portal says its title."""

import pytest
from django.urls import reverse

from meetings.agenda.models import AgendaItem
from meetings.agenda.querysets import EVERYBODY
from meetings.agenda.services.agenda import agenda_of
from meetings.agenda.services.agenda_text import change_agenda
from meetings.calendar.events import agenda_lines
from meetings.calling.forms.plan import presets
from meetings.calling.services.drafting import AgendaLine
from rec_portal.foundation import policy
from tests.factories import make_meeting
from tests.factories.actors import ACTORS
from tests.factories.agenda import change_item, titles_for

pytestmark = pytest.mark.django_db
OPENING, PLAN, DATE = "Opening and adoption of the agenda", "Preliminary plan of the group", "Date of the next meeting"
# Deciding seats of the body, and whoever runs it.
READERS = {"member_a", "chair_a", "secretary"}


@pytest.fixture
def meeting(world):
    meeting = make_meeting(world.group_a)
    change_item(meeting, 2, restricted=True)
    return meeting


@pytest.mark.parametrize("who", ACTORS[1:])
def test_who_sees_a_restricted_item(world, meeting, who):
    person, item = world.people[who], AgendaItem.objects.get(title=PLAN)
    assert AgendaItem.objects.shown_to(person).filter(pk=item.pk).exists() == (who in READERS)
    assert policy.users_who_can("see", item).filter(pk=person.pk).exists() == (who in READERS)


@pytest.mark.parametrize("who", ACTORS[1:])
def test_who_sees_an_open_one(world, meeting, who):
    person, item = world.people[who], AgendaItem.objects.get(title=DATE)
    sees = who in READERS | {"observer_a", "administrator"}
    assert AgendaItem.objects.shown_to(person).filter(pk=item.pk).exists() == sees
    assert policy.users_who_can("see", item).filter(pk=person.pk).exists() == sees


def test_a_further_body_of_a_joint_meeting_reads_open_items_only(world):
    meeting = make_meeting(world.group_a, further_bodies=[world.group_b])
    change_item(meeting, 2, restricted=True)
    assert titles_for(meeting, world.member_b) == [OPENING, DATE]
    item = AgendaItem.objects.get(meeting=meeting, position=1)
    assert policy.users_who_can("see", item).filter(pk=world.member_b.pk).exists()


def test_items_of_a_draft_and_of_the_backlog_are_for_those_who_run_the_body(world):
    draft = make_meeting(world.group_a, convened=False)
    waiting = AgendaItem.objects.create(body=world.group_a, title="Some day")
    for who in ACTORS[1:]:
        seen = set(AgendaItem.objects.shown_to(world.people[who]).values_list("title", flat=True))
        assert seen == ({OPENING, PLAN, DATE, "Some day"} if who == "secretary" else set())
    assert list(AgendaItem.objects.visible_to(world.secretary).backlog_of(world.group_a)) == [waiting]
    assert titles_for(draft, world.secretary) == [OPENING, PLAN, DATE]


def test_numbers_and_times_are_the_same_for_all_readers(world, meeting):
    """Otherwise half the room would speak of item 2 where the other half has item 3."""
    open_to_all = agenda_of(meeting, world.observer_a)
    assert [(item.number, item.title, item.before) for item in open_to_all.items] == [(1, OPENING, 0), (3, DATE, 70)]
    assert (open_to_all.minutes, open_to_all.complete) == (75, True)
    everything = agenda_of(meeting, world.member_a)
    assert [item.number for item in everything.items] == [1, 2, 3]
    assert (everything.minutes, everything.complete) == (75, True)


def test_an_item_without_minutes_leaves_the_times_after_it_open(world, meeting):
    change_item(meeting, 2, minutes=None)
    agenda = agenda_of(meeting, world.secretary)
    assert [item.before for item in agenda.items] == [0, 10, None]
    assert not agenda.complete


def test_calendar_files_and_mails_leave_it_out(meeting):
    lines = agenda_lines(meeting)
    assert [line[:2] for line in lines] == ["1.", "3."]
    assert not any(PLAN in line for line in lines)
    assert titles_for(meeting, EVERYBODY) == [OPENING, DATE]


def test_a_new_meeting_made_from_this_one_does_not_open_it(world, meeting):
    assert presets(world.group_a, meeting)["agenda"].splitlines() == [f"{OPENING}, 10, Chair", f"{DATE}, 5"]


@pytest.mark.parametrize(("who", "reads"), [("secretary", True), ("chair_a", True), ("administrator", False)])
def test_the_history_names_it_only_to_its_readers(world, client_of, who, reads):
    """The change was made while the item was open; who reads of it later is asked as the item stands now."""
    meeting = make_meeting(world.group_a)
    lines = [AgendaLine(OPENING, 10, "Chair"), AgendaLine(PLAN, 45), AgendaLine(DATE, 5)]
    change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=lines)
    audit = reverse("audit:events")
    assert PLAN in client_of(who).get(audit).content.decode()
    assert PLAN in client_of("observer_a").get(audit).content.decode()
    change_item(meeting, 2, restricted=True)
    assert (PLAN in client_of(who).get(audit).content.decode()) == reads
    assert PLAN not in client_of("observer_a").get(audit).content.decode()
