"""Correcting what a meeting says: told, or on purpose not told."""

import pytest
import time_machine

from meetings.agenda.services.agenda_text import change_agenda
from meetings.calling.services.details import change_details
from meetings.calling.services.drafting import AgendaLine
from meetings.calling.services.schedule import cancel_meeting, postpone_meeting
from meetings.meeting.choices import MeetingFormat
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import NotAllowed, StaleEdit
from rec_portal.outbox.models import OutboxMessage
from tests.factories import make_meeting
from tests.factories.meetings import sitting_in
from tests.meetings.support import everybody_but_the_secretary, fresh, mails, verbs, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a)


def change(world, meeting, **values):
    now = fresh(meeting)
    options = {"actor": world.secretary, "version": now.version}
    options |= {name: getattr(now, name) for name in ("title", "format", "place", "link", "note")}
    return change_details(meeting=meeting, **(options | values))


class TestDetails:
    def test_a_change_is_told_once_with_its_fields(self, world, meeting):
        change(world, meeting, link="https://meet.example.org/b", format=MeetingFormat.HYBRID, place="Tashkent")
        count = len(sitting_in(world.group_a))
        assert waiting(meeting)["update", 0, 0] == count
        row = OutboxMessage.objects.about(meeting).filter(kind="meetings.update").first()
        assert row.payload == {"since": meeting.version}
        assert verbs(meeting)[-1] == "meeting.changed"

    def test_two_changes_are_one_mail(self, world, meeting):
        change(world, meeting, place="Tashkent")
        change(world, meeting, place="Almaty")
        assert waiting(meeting, recipient=world.member_a)["update", 0, 0] == 1

    def test_save_without_telling(self, world, meeting):
        before = mails(meeting)
        changed = change(world, meeting, title="Regular meetings", tell=False)
        assert (changed.title, mails(meeting)) == ("Regular meetings", before)

    def test_nothing_changed_is_nothing_told(self, world, meeting):
        before = mails(meeting)
        change(world, meeting)
        assert (mails(meeting), fresh(meeting).version) == (before, meeting.version)

    def test_a_draft_tells_nobody(self, world):
        draft = make_meeting(world.group_a, convened=False)
        change(world, draft, title="Other")
        assert not mails(draft)
        assert not AuditEvent.objects.about(draft).filter(for_members=True).exists()

    @pytest.mark.parametrize("step", [cancel_meeting, postpone_meeting])
    def test_what_nobody_waits_for_is_corrected_in_silence(self, world, meeting, step):
        step(actor=world.secretary, meeting=meeting, version=meeting.version)
        before = mails(meeting)
        change(world, meeting, note="A late correction.")
        assert mails(meeting) == before

    def test_after_the_end_too(self, world, meeting):
        before = mails(meeting)
        with time_machine.travel(meeting.ends_at):
            change(world, meeting, note="A late correction.")
        assert mails(meeting) == before

    def test_nobody_else_may(self, world, meeting):
        for who in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                change(world, meeting, actor=who, title="Taken over")

    def test_a_stale_edit_is_refused(self, world, meeting):
        change(world, meeting, title="Theirs")
        with pytest.raises(StaleEdit):
            change(world, meeting, title="Mine", version=meeting.version)
        assert fresh(meeting).title == "Theirs"


class TestAgenda:
    def test_a_new_agenda_counts_as_an_edit_and_mails_nobody(self, world, meeting):
        before = mails(meeting)
        change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=[AgendaLine("One", 5)])
        assert [item.title for item in meeting.agenda.all()] == ["One"]
        assert (mails(meeting), fresh(meeting).version) == (before, meeting.version + 1)
        assert AuditEvent.objects.about(meeting).filter(verb="meeting.agenda_changed", for_members=True).exists()

    def test_the_same_agenda_writes_nothing(self, world, meeting):
        lines = [AgendaLine(item.title, item.minutes, item.presenter) for item in meeting.agenda.all()]
        change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=lines)
        assert fresh(meeting).version == meeting.version

    def test_two_editors_cannot_pass_each_other(self, world, meeting):
        change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=[AgendaLine("Theirs")])
        with pytest.raises(StaleEdit):
            change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=[AgendaLine("Mine")])

    def test_nobody_else_may(self, world, meeting):
        for who in everybody_but_the_secretary(world):
            with pytest.raises(NotAllowed):
                change_agenda(actor=who, meeting=meeting, version=meeting.version, lines=[])
