"""The record while it is written: the draft, versions, and what is kept back."""

import pytest

from meetings.agenda.choices import Attribution, Outcome
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import MeetingState
from meetings.record.models import Minutes
from meetings.record.services.minutes import (
    change_attribution,
    draft_minutes,
    minutes_of,
    restore_minutes,
    save_minutes,
)
from meetings.record.services.minutes_draft import draft_record
from meetings.record.services.sections import paragraphs, section_at, sections, without_section
from meetings.session.choices import Presence, SpeakerState
from meetings.session.models import SeatAttendance, Speaker
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState
from tests.factories import make_meeting
from tests.factories.records import adopt, circulate, make_action, make_decision, make_held, make_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_held(world.group_a, invitees=[world.chair_a, world.member_a, world.observer_a])


def seat_of(person):
    return person.appointments.get().seat


def set_item(meeting, number: int, **fields) -> AgendaItem:
    item = meeting.agenda.get(position=number)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    return item


def speak(meeting, item, person) -> None:
    position = Speaker.objects.filter(meeting=meeting).count() + 1
    row = Speaker(meeting=meeting, agenda_item=item, seat=seat_of(person), person=person, position=position)
    setattr(row, "state", SpeakerState.DONE)  # noqa: B010
    row.save()


class TestDraft:
    def test_it_is_made_of_agenda_attendance_and_outcomes(self, meeting, world):
        plan = set_item(meeting, 2, outcome=Outcome.NOTED, outcome_text="The plan is *ready*")
        speak(meeting, plan, world.member_a)
        seat = seat_of(world.member_a)
        SeatAttendance(meeting=meeting, seat=seat, presence=Presence.ONLINE, person=world.member_a).save()
        decision = make_decision(meeting, "The group decides", agenda_item=plan)
        make_action(meeting, "Send it", owner=world.chair_a, organisation=seat.organisation, agenda_item=plan)
        make_action(meeting, "Belongs to no item", due=None)
        draft = draft_record(meeting, "en", actor=world.secretary)
        assert "## 2. Preliminary plan of the group" in draft.text
        assert f"Spoke: {seat.organisation}" in draft.text
        assert f"- {seat.organisation}: Member A (Online)" in draft.text
        assert "Noted. The plan is \\*ready\\*" in draft.text
        assert f"**{decision.number}.** The group decides" in draft.text
        assert f"**Action.** Send it (Chair A, {seat.organisation}; by " in draft.text
        assert "## Other decisions and actions\n\n**Action.** Belongs to no item\n" in draft.text
        assert draft.closed == ""

    def test_it_speaks_the_language_asked_for(self, meeting, world):
        assert "## Присутствовали" in draft_record(meeting, "ru", actor=world.secretary).text

    def test_without_marks_those_who_said_yes_are_listed(self, meeting, world):
        row = meeting.invitations.get(person=world.member_a)
        row.answer = "yes_online"
        row.save()
        text = draft_record(meeting, "en", actor=world.secretary).text
        assert f"- {seat_of(world.member_a).organisation}: Member A" in text
        assert "Chair A" not in text

    def test_an_empty_room_is_said(self, meeting, world):
        assert "Nobody was marked as present." in draft_record(meeting, "en", actor=world.secretary).text

    def test_under_the_chatham_house_rule_nobody_is_named(self, meeting, world):
        item = set_item(meeting, 2, attribution=Attribution.CHATHAM, presenter="Member A")
        speak(meeting, item, world.member_a)
        text = draft_record(meeting, "en", actor=world.secretary).text
        part = sections(text)[2]
        assert "it is not said who spoke" in part
        assert "Member A" not in part
        assert seat_of(world.member_a).organisation.short_name_en not in part

    @pytest.mark.parametrize("how", [{"attribution": Attribution.CLOSED}, {"restricted": True}])
    def test_closed_and_restricted_items_are_drafted_apart(self, meeting, world, how):
        item = set_item(meeting, 2, outcome_text="Secret outcome", **how)
        make_decision(meeting, "Secret decision", agenda_item=item)
        draft = draft_record(meeting, "en", actor=world.secretary)
        assert "## 2. Closed item" in draft.text
        for hidden in ("Secret outcome", "Secret decision", item.title):
            assert hidden not in draft.text
            assert hidden in draft.closed

    def test_a_second_press_finds_it_made(self, meeting, world):
        first = draft_minutes(actor=world.secretary, meeting=meeting)
        saved = save_minutes(actor=world.secretary, minutes=first, version=1, texts={"text_en": "Mine"})
        assert draft_minutes(actor=world.secretary, meeting=meeting).text_en == saved.text_en == "Mine\n"

    def test_refusals(self, meeting, world):
        with pytest.raises(NotAllowed):
            draft_minutes(actor=world.chair_a, meeting=meeting)
        with pytest.raises(WrongState):
            draft_minutes(actor=world.secretary, meeting=make_meeting(world.group_a))
        assert minutes_of(meeting) is None


class TestVersions:
    def test_a_stale_save_is_refused_and_shows_what_stands(self, meeting, world):
        minutes = make_minutes(meeting, text_en="First")
        save_minutes(actor=world.secretary, minutes=minutes, version=minutes.version, texts={"text_en": "Theirs"})
        with pytest.raises(StaleEdit) as refused:
            save_minutes(actor=world.secretary, minutes=minutes, version=minutes.version, texts={"text_en": "Mine"})
        assert refused.value.current.text_en == "Theirs\n"

    def test_every_save_is_kept_and_any_comes_back_as_a_new_one(self, meeting, world):
        minutes = make_minutes(meeting, text_en="First")
        first = minutes.version
        minutes = save_minutes(actor=world.secretary, minutes=minutes, version=first, texts={"text_en": "Second"})
        restored = restore_minutes(actor=world.secretary, minutes=minutes, version=minutes.version, wanted=first)
        assert (restored.text_en, restored.version) == ("First\n", first + 2)
        kept = dict(restored.history.values_list("version", "text_en"))
        assert kept[first] == kept[first + 2] == "First\n"
        assert kept[first + 1] == "Second\n"

    def test_there_is_no_version_of_the_future(self, meeting, world):
        minutes = make_minutes(meeting)
        with pytest.raises(InvalidInput):
            restore_minutes(actor=world.secretary, minutes=minutes, version=minutes.version, wanted=99)

    def test_the_editors_own_saving_makes_versions_but_no_events(self, meeting, world):
        minutes = make_minutes(meeting)
        before = AuditEvent.objects.count()
        texts = {"text_en": "Half a sen"}
        saved = save_minutes(
            actor=world.secretary, minutes=minutes, version=minutes.version, texts=texts, by_itself=True
        )
        assert saved.version == minutes.version + 1
        assert AuditEvent.objects.count() == before

    def test_only_those_who_run_the_body_write(self, meeting, world):
        minutes = make_minutes(meeting)
        for act in (
            lambda: save_minutes(actor=world.chair_a, minutes=minutes, version=1, texts={}),
            lambda: restore_minutes(actor=world.chair_a, minutes=minutes, version=1, wanted=1),
            lambda: change_attribution(actor=world.chair_a, meeting=meeting, version=meeting.version, attributions={}),
        ):
            with pytest.raises(NotAllowed):
                act()

    def test_events_tell_versions_and_no_text(self, meeting, world):
        minutes = make_minutes(meeting, text_en="A word that must not stand in the history: canary")
        events = AuditEvent.objects.filter(target_id=minutes.public_id)
        assert {event.verb for event in events} == {"minutes.drafted", "minutes.saved"}
        assert not any("canary" in str(event.changes) for event in events)


class TestAttribution:
    def test_what_is_closed_later_leaves_the_text_and_its_earlier_versions(self, meeting, world):
        text = "## 1. Opening\n\nTold\n\n## 2. Plan\n\nTold and regretted\n\n## 3. Date\n\nTold too\n"
        minutes = circulate(make_minutes(meeting, text_en=text, text_ru=""))
        item = meeting.agenda.get(position=2)
        meeting.refresh_from_db()
        change_attribution(
            actor=world.secretary,
            meeting=meeting,
            version=meeting.version,
            attributions={item.pk: Attribution.CLOSED},
        )
        minutes.refresh_from_db()
        assert minutes.text_en == "## 1. Opening\n\nTold\n\n## 2. Closed item\n\n## 3. Date\n\nTold too\n"
        assert minutes.closed_en == "## 2. Plan\n\nTold and regretted\n"
        assert minutes.circulated_version == minutes.version
        event = AuditEvent.objects.get(verb="minutes.withheld")
        assert event.reason == "Members could read it before."
        item.refresh_from_db()
        assert item.attribution == Attribution.CLOSED

    def test_nothing_changed_changes_nothing(self, meeting, world):
        item = meeting.agenda.get(position=2)
        same = change_attribution(
            actor=world.secretary, meeting=meeting, version=meeting.version, attributions={item.pk: item.attribution}
        )
        assert same.version == meeting.version

    def test_an_adopted_record_is_not_touched(self, meeting, world):
        adopted = adopt(circulate(make_minutes(meeting)))
        item = meeting.agenda.get(position=2)
        with pytest.raises(WrongState):
            change_attribution(
                actor=world.secretary,
                meeting=adopted.meeting,
                version=adopted.meeting.version,
                attributions={item.pk: Attribution.CLOSED},
            )


class TestSections:
    TEXT = "Head\n\n## 1. One\n\na\n\n### Part\n\nb\n\n## Other\n\nc\n\n## 12. Twelve\n\nd"

    def test_a_section_ends_where_the_next_heading_begins(self):
        assert sections(self.TEXT) == {1: "## 1. One\n\na\n\n### Part\n\nb\n\n", 12: "## 12. Twelve\n\nd"}

    @pytest.mark.parametrize(("sign", "number"), [("a", 1), ("b", 1), ("c", None), ("d", 12), ("H", None)])
    def test_a_place_belongs_to_a_section(self, sign, number):
        assert section_at(self.TEXT, self.TEXT.rfind(sign) if sign != "a" else 19) == number

    def test_what_is_not_there_is_not_taken_out(self):
        assert without_section(self.TEXT, 5, "x") == (self.TEXT, "")

    def test_paragraphs(self):
        assert paragraphs("a\nb\n\nc\n- d\n- e") == ["a\nb", "c", "- d", "- e"]


def test_who_reads_the_record_when(meeting, world):
    def readers() -> set[str]:
        return {name for name, who in world.people.items() if Minutes.objects.visible_to(who).exists()}

    minutes = make_minutes(meeting)
    assert readers() == {"secretary"}
    circulate(minutes)
    assert readers() == {"observer_a", "member_a", "chair_a", "secretary", "administrator"}


def test_the_meeting_goes_the_whole_way(meeting):
    minutes = adopt(circulate(make_minutes(meeting)))
    assert minutes.meeting.state == MeetingState.RECORD_ADOPTED
