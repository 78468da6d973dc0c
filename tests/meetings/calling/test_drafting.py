"""Drafts: made, edited, discarded; who may, what is kept, and that nothing leaves the house."""

from dataclasses import replace

import pytest

from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.drafting import AgendaLine, Plan, discard_draft, draft_meeting, edit_draft
from meetings.invitations.choices import Answer
from meetings.invitations.services.invitees import replace_invitees
from meetings.meeting.choices import MeetingFormat, MeetingState
from meetings.meeting.models import Meeting
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from rec_portal.outbox.models import OutboxMessage
from tests.factories import in_days, make_meeting, make_person
from tests.factories.meetings import sitting_in
from tests.meetings.support import everybody_but_the_secretary, fresh, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(world) -> Plan:
    return Plan(
        body=world.group_a,
        title="Regular meeting",
        when=in_days(10),
        format=MeetingFormat.HYBRID,
        place="Tashkent",
        link="https://meet.example.org/a",
        note="Bring comments.",
        agenda=[AgendaLine("Opening", 10, "Chair")],
        invitees=[world.member_a, world.observer_a],
    )


class TestDraft:
    def test_a_draft_keeps_all_that_was_typed_and_tells_nobody(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        assert (meeting.state, meeting.council, meeting.schedule_seq) == (MeetingState.DRAFT, world.council, 0)
        assert (meeting.title, meeting.place, meeting.link, meeting.note) == (
            "Regular meeting",
            "Tashkent",
            "https://meet.example.org/a",
            "Bring comments.",
        )
        assert [item.title for item in meeting.agenda.all()] == ["Opening"]
        assert {row.person for row in meeting.invitations.all()} == {world.member_a, world.observer_a}
        assert verbs(meeting) == ["meeting.drafted"]
        assert not OutboxMessage.objects.exists()
        history = meeting.history.get()
        assert history.history_user == world.secretary
        assert {row.history.get().history_user for row in meeting.invitations.all()} == {world.secretary}

    def test_only_those_who_run_the_body_see_it(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        sees = {name for name, person in world.people.items() if policy.can(person, "see", meeting)}
        assert sees == {"secretary"}

    def test_nobody_else_may(self, world, plan):
        for who in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                draft_meeting(actor=who, plan=plan)
        assert not Meeting.objects.exists()

    def test_a_joint_meeting_needs_the_right_in_each_body(self, world, plan):
        joint = replace(plan, further_bodies=[world.group_b])
        meeting = draft_meeting(actor=world.secretary, plan=joint)
        assert [link.body for link in meeting.further_bodies.all()] == [world.group_b]
        with pytest.raises(NotAllowed):
            draft_meeting(actor=world.secretary, plan=replace(plan, further_bodies=[world.other_council]))

    def test_the_host_is_no_further_body_of_itself(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=replace(plan, further_bodies=[world.group_a]))
        assert not meeting.further_bodies.exists()

    def test_the_portal_itself_may_record_a_meeting_of_the_past(self, plan):
        meeting = draft_meeting(actor=None, plan=replace(plan, when=in_days(-100)))
        assert meeting.history.get().history_user is None


class TestEdit:
    def test_an_edit_is_kept_with_its_differences(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        new = replace(
            plan,
            title="Special meeting",
            further_bodies=[world.group_b],
            agenda=[AgendaLine("Closing")],
            invitees=[world.member_a, world.member_b],
        )
        meeting = edit_draft(actor=world.secretary, meeting=meeting, version=meeting.version, plan=new)
        event = [change["field"] for change in _last_changes(meeting)]
        assert event == ["title", "further_bodies", "agenda_item_added", "agenda_item_removed", "invitees", "invitees"]
        assert meeting.version == 2
        assert {row.person for row in meeting.invitations.standing()} == {world.member_a, world.member_b}

    def test_an_edit_of_the_agenda_alone_counts_too(self, world, plan):
        """Two editors must not pass each other because only the agenda changed."""
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        edit_draft(actor=world.secretary, meeting=meeting, version=1, plan=replace(plan, agenda=[AgendaLine("Other")]))
        with pytest.raises(StaleEdit) as refusal:
            edit_draft(actor=world.secretary, meeting=meeting, version=1, plan=plan)
        assert refusal.value.current.version == 2
        assert [item.title for item in meeting.agenda.all()] == ["Other"]

    def test_an_edit_that_changes_nothing_writes_nothing(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        edit_draft(actor=world.secretary, meeting=meeting, version=1, plan=plan)
        assert fresh(meeting).version == 1
        assert verbs(meeting) == ["meeting.drafted"]

    def test_further_bodies_come_and_go(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=replace(plan, further_bodies=[world.group_b]))
        meeting = edit_draft(
            actor=world.secretary, meeting=meeting, version=1, plan=replace(plan, further_bodies=[world.committee])
        )
        assert [link.body for link in meeting.further_bodies.all()] == [world.committee]
        with pytest.raises(NotAllowed):
            edit_draft(
                actor=world.secretary,
                meeting=meeting,
                version=2,
                plan=replace(plan, further_bodies=[world.committee, world.other_council]),
            )

    def test_nobody_else_may(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        for who in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                edit_draft(actor=who, meeting=meeting, version=1, plan=replace(plan, title="Taken over"))
        assert fresh(meeting).title == "Regular meeting"

    def test_a_convened_meeting_is_no_draft(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        convened = convene_meeting(actor=world.secretary, meeting=meeting)
        with pytest.raises(WrongState):
            edit_draft(actor=world.secretary, meeting=meeting, version=convened.version, plan=plan)

    def test_a_time_that_cannot_be_is_refused(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        with pytest.raises(InvalidInput):
            edit_draft(
                actor=world.secretary, meeting=meeting, version=1, plan=replace(plan, when=in_days(10, minutes=0))
            )


class TestDiscard:
    def test_a_discarded_draft_is_gone_for_everybody_but_those_who_ran_it(self, world, plan):
        meeting = draft_meeting(actor=world.secretary, plan=plan)
        meeting = discard_draft(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert meeting.state == MeetingState.DISCARDED
        sees = {name for name, person in world.people.items() if policy.can(person, "see", meeting)}
        assert sees == {"secretary"}
        assert verbs(meeting) == ["meeting.drafted", "meeting.discarded"]
        assert not OutboxMessage.objects.exists()

    def test_its_history_is_not_for_members(self, world, plan):
        meeting = discard_draft(actor=world.secretary, meeting=draft_meeting(actor=world.secretary, plan=plan))
        assert not _events(meeting).filter(for_members=True).exists()

    def test_what_was_made_known_is_cancelled_not_discarded(self, world):
        with pytest.raises(WrongState):
            discard_draft(actor=world.secretary, meeting=make_meeting(world.group_a))


class TestInvitees:
    def test_somebody_left_out_is_withdrawn_and_may_come_back_to_be_asked_anew(self, world):
        meeting = make_meeting(world.group_a, convened=False)
        people = sitting_in(world.group_a)
        row = meeting.invitations.get(person=world.member_a)
        row.answer, row.alternate_name = Answer.ALTERNATE, "Somebody"
        row.save()
        replace_invitees(meeting, [p for p in people if p != world.member_a], actor=world.secretary)
        row.refresh_from_db()
        assert row.withdrawn_at is not None
        assert world.member_a not in {found.person for found in meeting.invitations.standing()}
        changes = replace_invitees(meeting, people, actor=world.secretary)
        assert changes == [{"field": "invitees", "old": None, "new": "Member A"}]
        row.refresh_from_db()
        assert (row.withdrawn_at, row.answer, row.alternate_name) == (None, Answer.NONE, "")
        assert row.history.count() == 4

    def test_the_same_people_are_no_change(self, world):
        meeting = make_meeting(world.group_a, convened=False)
        assert replace_invitees(meeting, sitting_in(world.group_a), actor=world.secretary) == []

    def test_many_people_cost_no_query_each(self, world, django_assert_max_num_queries):
        meeting = make_meeting(world.group_a, convened=False, invitees=[])
        people = [make_person() for _ in range(30)]
        with django_assert_max_num_queries(12):
            replace_invitees(meeting, people, actor=world.secretary)


def _events(meeting):
    return AuditEvent.objects.about(meeting)


def _last_changes(meeting):
    return _events(meeting).first().changes
