"""Convening: who would be told, telling them once, and refusing what is not ready."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone, translation

from councils.bodies.choices import SeatKind
from councils.organisations.choices import OrganisationKind
from meetings.calling.services.convening import convene_meeting, preview_recipients
from meetings.meeting.bodies import names_of_seats, seats_filled
from meetings.meeting.choices import MeetingState
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories import appoint, in_days, make_council, make_meeting, make_organisation, make_person, make_seat
from tests.factories.actors import make_world
from tests.factories.meetings import sitting_in
from tests.meetings.support import everybody_but_the_secretary, fresh, mails, verbs, waiting

REMINDERS = (7 * 24 * 60, 24 * 60, 60)


@pytest.mark.django_db
class TestConvene:
    def test_each_invitee_gets_one_invitation_and_the_reminders(self, world):
        meeting = make_meeting(world.group_a, convened=False)
        count = len(sitting_in(world.group_a))
        meeting = convene_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert meeting.state == MeetingState.CONVENED
        expected = {("invitation", 0, 0): count} | {("reminder", 0, offset): count for offset in REMINDERS}
        assert waiting(meeting) == Counter(expected)
        assert verbs(meeting) == ["meeting.drafted", "meeting.convened"]

    def test_rows_say_when_and_until_when(self, world):
        meeting = make_meeting(world.group_a)
        for row in OutboxMessage.objects.about(meeting).filter(recipient=world.member_a):
            assert row.root_id == world.group_a.pk
            if row.kind == "meetings.invitation":
                assert row.not_after == meeting.ends_at
            else:
                assert (meeting.starts_at - row.due_at).total_seconds() == row.offset_minutes * 60
                following = {7 * 24 * 60: 24 * 60, 24 * 60: 60, 60: 0}[row.offset_minutes]
                assert row.not_after == meeting.starts_at - timedelta(minutes=following)

    def test_after_a_standstill_everybody_gets_one_reminder(self, world):
        meeting = make_meeting(world.group_a, invitees=[world.member_a, world.chair_a])
        drain()
        with time_machine.travel(meeting.starts_at - timedelta(minutes=30), tick=False):
            drain(clock=timezone.now)
        states = {key[2:]: number for key, number in mails(meeting).items() if key[0] == "reminder"}
        assert states == {(7 * 24 * 60, "skipped"): 2, (24 * 60, "skipped"): 2, (60, "sent"): 2}

    def test_reminders_whose_time_has_passed_are_not_planned(self, world):
        meeting = make_meeting(world.group_a, when=in_days(3))
        assert {key[2] for key in waiting(meeting)} == {0, 24 * 60, 60}

    def test_members_see_it_from_now_on(self, world):
        meeting = make_meeting(world.group_a)
        sees = {name for name, person in world.people.items() if policy.can(person, "see", meeting)}
        assert sees == {"secretary", "administrator", "chair_a", "member_a", "observer_a"}
        assert AuditEvent.objects.about(meeting).filter(for_members=True, verb="meeting.convened").exists()

    def test_members_of_a_joint_body_see_it_too(self, world):
        meeting = make_meeting(world.group_a, further_bodies=[world.group_b])
        assert policy.can(world.member_b, "see", meeting)
        assert not policy.can(world.member_b, "run", meeting)

    def test_nobody_else_may(self, world):
        meeting = make_meeting(world.group_a, convened=False)
        for who in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                convene_meeting(actor=who, meeting=meeting)
        assert not mails(meeting)

    def test_a_second_press_sends_nothing_twice(self, world):
        meeting = make_meeting(world.group_a)
        before = mails(meeting)
        with pytest.raises(WrongState):
            convene_meeting(actor=world.secretary, meeting=meeting)
        assert mails(meeting) == before

    def test_a_draft_that_was_edited_since_is_looked_at_again(self, world):
        meeting = make_meeting(world.group_a, convened=False)
        with pytest.raises(StaleEdit):
            convene_meeting(actor=world.secretary, meeting=meeting, version=meeting.version + 1)

    def test_nobody_invited(self, world):
        meeting = make_meeting(world.group_a, convened=False, invitees=[])
        with pytest.raises(InvalidInput) as refusal:
            convene_meeting(actor=world.secretary, meeting=meeting)
        assert refusal.value.field == "invitees"
        assert fresh(meeting).state == MeetingState.DRAFT

    def test_a_start_in_the_past(self, world):
        meeting = make_meeting(world.group_a, convened=False, when=in_days(-1))
        with pytest.raises(InvalidInput) as refusal:
            convene_meeting(actor=world.secretary, meeting=meeting)
        assert refusal.value.field == "start"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_convene_once():
    world = make_world()
    meeting = make_meeting(world.group_a, convened=False)
    barrier, outcomes = threading.Barrier(2), []

    def press() -> None:
        try:
            barrier.wait(timeout=10)
            convene_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
            outcomes.append("convened")
        except (WrongState, StaleEdit) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(outcomes) == ["StaleEdit", "convened"]
    assert waiting(meeting)["invitation", 0, 0] == len(sitting_in(world.group_a))
    assert AuditEvent.objects.about(meeting).filter(verb="meeting.convened").count() == 1


@pytest.mark.django_db
class TestPreview:
    def test_recipients_stand_by_protocol_order(self):
        group = make_council(groups=1).bodies.last()
        names = {"Zebra State": OrganisationKind.MEMBER_STATE, "Alpha": OrganisationKind.UN_ENTITY}
        names |= {"Beta State": OrganisationKind.MEMBER_STATE, "Office": OrganisationKind.SECRETARIAT}
        for name, kind in names.items():
            appoint(group, person=make_person(f"From {name}"), seat=make_seat(group, _organisation(name, kind)))
        stranger = make_person("A. Stranger")
        meeting = make_meeting(group, invitees=[stranger, *sitting_in(group)], convened=False)
        rows = preview_recipients(meeting).recipients
        assert [row.person.name for row in rows] == [
            "From Beta State",
            "From Zebra State",
            "From Alpha",
            "From Office",
            "A. Stranger",
        ]
        assert rows[-1].seats == []

    def test_one_person_on_two_seats_is_one_recipient(self):
        group = make_council(groups=1).bodies.last()
        person = appoint(group)
        appoint(group, person=person)
        meeting = make_meeting(group, convened=False, invitees=[person])
        (row,) = preview_recipients(meeting).recipients
        assert len(row.seats) == 2

    def test_dead_addresses_closed_accounts_and_sleepers_are_named(self):
        group = make_council(groups=1).bodies.last()
        refused = appoint(group, person=make_person("Refused", mail_refused_at=timezone.now()))
        closed = appoint(group, person=make_person("Closed", is_active=False))
        asleep = appoint(group, person=make_person("Asleep", time_zone="America/New_York"))
        meeting = make_meeting(group, convened=False, when=in_days(10, hour=10))
        preview = preview_recipients(meeting)
        assert [(row.person, row.refused) for row in preview.refused] == [(refused, "refused"), (closed, "inactive")]
        assert [row.person for row in preview.asleep] == [asleep]
        assert [row.person for row in preview.reachable] == [asleep]

    def test_vacant_seats_are_those_nobody_holds_on_the_day(self):
        group = make_council(groups=1).bodies.last()
        appoint(group)
        empty = make_seat(group)
        ending = make_seat(group)
        appoint(group, seat=ending, ends_at=timezone.now() + timedelta(days=5))
        alternate = make_seat(group)
        appoint(group, seat=alternate, is_alternate=True)
        make_seat(group, kind=SeatKind.SERVING)
        meeting = make_meeting(group, convened=False, when=in_days(10))
        assert set(preview_recipients(meeting).vacant_seats) == {empty, ending, alternate}

    def test_a_joint_meeting_counts_the_seats_of_all(self, world):
        meeting = make_meeting(world.group_a, convened=False, further_bodies=[world.group_b])
        empty = make_seat(world.group_b)
        assert empty in preview_recipients(meeting).vacant_seats
        assert world.member_b.pk in seats_filled(meeting)

    def test_names_of_seats_are_in_the_readers_language_and_said_once(self):
        group = make_council(groups=1).bodies.last()
        both = make_organisation(short_name_en="Kazakhstan", short_name_ru="Казахстан")
        english = make_organisation(short_name_en="UNODC", short_name_ru="")
        person = appoint(group, seat=make_seat(group, both))
        appoint(group, person=person, seat=make_seat(group, both, label_en="second"))
        appoint(group, person=person, seat=make_seat(group, english))
        meeting = make_meeting(group, convened=False)
        with translation.override("ru"):
            assert sorted(names_of_seats(meeting, [group.pk])[person.pk]) == ["UNODC", "Казахстан"]
        with translation.override("en"):
            assert sorted(names_of_seats(meeting, [group.pk])[person.pk]) == ["Kazakhstan", "UNODC"]

    def test_a_preview_costs_the_same_for_many(self, world, django_assert_max_num_queries):
        for _ in range(12):
            appoint(world.group_a)
        meeting = make_meeting(world.group_a, convened=False)
        with django_assert_max_num_queries(4):
            preview_recipients(meeting)


def _organisation(name: str, kind: str):
    return make_organisation(kind=kind, short_name_en=name, name_en=name)
