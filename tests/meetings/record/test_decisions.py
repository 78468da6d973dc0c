"""Numbers are given once; who may change, withdraw and replace what, and when."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from councils.bodies.choices import BodyKind
from meetings.agenda.choices import Attribution
from meetings.record.choices import DecisionState
from meetings.record.models import Decision
from meetings.record.services.decisions import (
    adopt_decisions,
    change_decision,
    designation,
    record_decision,
    supersede_decision,
    withdraw_decision,
)
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from tests.factories import make_council, make_meeting, make_person, secretary_of
from tests.factories.records import make_decision, make_held

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_held(world.group_a)


def test_numbers_name_council_body_year_and_count_by_kind(meeting):
    council, year = meeting.council.slug.upper(), meeting.wall_day.year
    first, second = make_decision(meeting), make_decision(meeting)
    recommended = make_decision(meeting, kind="recommendation")
    assert first.number == f"{council}/WG-A/{year}/D.1"
    assert second.number == f"{council}/WG-A/{year}/D.2"
    assert recommended.number == f"{council}/WG-A/{year}/R.1"
    assert str(first) == first.number


def test_a_body_is_named_by_council_and_letter(world):
    council = world.council.slug.upper()
    assert designation(world.council) == council
    assert designation(world.committee) == f"{council}/EC"
    assert designation(world.group_b) == f"{council}/WG-B"
    world.group_b.letter = ""
    assert designation(world.group_b) == f"{council}/{world.group_b.slug.upper()}"


def test_a_withdrawn_number_is_not_used_again(meeting, world):
    first = make_decision(meeting)
    gone = withdraw_decision(actor=world.secretary, decision=first, version=1, reason="Entered twice")
    assert (gone.state, gone.state_reason) == (DecisionState.WITHDRAWN, "Entered twice")
    assert make_decision(meeting).serial == 2


def test_withdrawing_needs_a_reason_and_the_right_state(meeting, world):
    first = make_decision(meeting)
    with pytest.raises(InvalidInput):
        withdraw_decision(actor=world.secretary, decision=first, version=1, reason=" ")
    with pytest.raises(NotAllowed):
        withdraw_decision(actor=world.chair_a, decision=first, version=1, reason="x")
    adopt_decisions(lock(meeting), actor=world.secretary)
    with pytest.raises(WrongState):
        withdraw_decision(actor=world.secretary, decision=first, version=2, reason="x")


def test_the_wording_changes_until_adoption(meeting, world):
    first = make_decision(meeting)
    change_decision(actor=world.secretary, decision=first, version=1, text_en="Better", text_ru="Лучше")
    with pytest.raises(StaleEdit):
        change_decision(actor=world.secretary, decision=first, version=1, text_en="Again", text_ru="")
    with pytest.raises(InvalidInput):
        change_decision(actor=world.secretary, decision=first, version=2, text_en=" ", text_ru="")
    with pytest.raises(NotAllowed):
        change_decision(actor=world.member_a, decision=first, version=2, text_en="Mine", text_ru="")
    adopt_decisions(lock(meeting), actor=world.secretary)
    with pytest.raises(WrongState):
        change_decision(actor=world.secretary, decision=first, version=3, text_en="Too late", text_ru="")
    assert Decision.objects.get().text_en == "Better"


def test_nothing_changed_is_not_told(meeting, world):
    first = make_decision(meeting)
    before = AuditEvent.objects.count()
    change_decision(actor=world.secretary, decision=first, version=1, text_en=first.text_en, text_ru="")
    assert AuditEvent.objects.count() == before


def test_a_later_decision_replaces_an_adopted_one(meeting, world):
    first = make_decision(meeting)
    adopt_decisions(lock(meeting), actor=world.secretary)
    later = make_decision(make_held(world.group_a, days_ago=1))
    elsewhere = make_decision(make_held(world.group_b))
    with pytest.raises(InvalidInput):
        supersede_decision(actor=world.secretary, decision=first, version=2, later=elsewhere)
    replaced = supersede_decision(actor=world.secretary, decision=first, version=2, later=later)
    assert (replaced.state, replaced.superseded_by) == (DecisionState.SUPERSEDED, later)


def test_only_a_meeting_that_began_decides(world):
    with pytest.raises(WrongState):
        make_decision(make_meeting(world.group_a))
    with pytest.raises(WrongState):
        make_decision(make_meeting(world.group_a, convened=False))


def test_refusals_of_recording(meeting, world):
    with pytest.raises(NotAllowed):
        record_decision(actor=world.chair_a, meeting=meeting, kind="decision", text_en="x")
    with pytest.raises(InvalidInput):
        record_decision(actor=world.secretary, meeting=meeting, kind="decision")
    with pytest.raises(InvalidInput):
        record_decision(actor=world.secretary, meeting=meeting, kind="decision", text_en="x", body=world.group_b)
    foreign = make_held(world.group_b).agenda.first()
    with pytest.raises(InvalidInput):
        record_decision(actor=world.secretary, meeting=meeting, kind="decision", text_en="x", agenda_item=foreign)


def test_one_of_the_bodies_of_a_joint_meeting_may_decide_alone(world):
    joint = make_held(world.group_a, further_bodies=[world.group_b])
    alone = make_decision(joint, body=world.group_b)
    assert "/WG-B/" in alone.number
    assert Decision.objects.visible_to(world.member_b).count() == 1


def test_members_read_what_is_told_and_nobody_else(meeting, world):
    item = meeting.agenda.first()
    open_one, on_item = make_decision(meeting), make_decision(meeting, agenda_item=item)
    readers = {name for name, who in world.people.items() if Decision.objects.visible_to(who).filter(pk=on_item.pk)}
    assert readers == {"observer_a", "member_a", "chair_a", "secretary", "administrator"}
    item.attribution = Attribution.CLOSED
    item.save()
    assert list(Decision.objects.visible_to(world.member_a)) == [open_one]
    assert Decision.objects.visible_to(world.secretary).count() == 2
    assert not Decision.objects.visible_to(world.administrator).filter(pk=on_item.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_differ():
    group = make_council(groups=1).bodies.filter(kind=BodyKind.WORKING_GROUP).get()
    meeting, secretary = make_held(group), secretary_of(group)

    def one(number: int) -> str:
        try:
            made = record_decision(actor=secretary, meeting=meeting, kind="decision", text_en=f"Text {number}")
        finally:
            connection.close()
        return made.number

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(one, range(18)))
    assert len(set(numbers)) == 18
    assert sorted(Decision.objects.values_list("serial", flat=True)) == list(range(1, 19))


def test_an_unknown_person_sees_nothing(meeting):
    make_decision(meeting)
    assert not Decision.objects.visible_to(make_person()).exists()
