"""Correction, adoption by hand and by the clock, and what stands for good."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from meetings.agenda.choices import Attribution
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.record.choices import Adoption, CorrectionState, DecisionState
from meetings.record.mail import record_planning as kinds
from meetings.record.models import Corrigendum, Minutes
from meetings.record.services.adoption import adopt_record, settle_record, silent_since
from meetings.record.services.circulation import (
    add_corrigendum,
    answer_correction,
    ask_correction,
    names_under_chatham,
    seats_to_correct,
    take_back_record,
)
from meetings.record.services.minutes import save_minutes
from meetings.record.tasks import adopt_silent_records
from meetings.session.services.session import insist_on_open_record
from rec_portal.accounts.models import User
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, Refusal, WrongState
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories.records import adopt, circulate, make_correction, make_decision, make_held, make_minutes

pytestmark = pytest.mark.django_db


def seat_name(person) -> str:
    return person.appointments.get().seat.organisation.short_name_en


@pytest.fixture
def meeting(world):
    return make_held(world.group_a, invitees=[world.chair_a, world.member_a, world.observer_a])


@pytest.fixture
def text(world) -> str:
    speakers = [f"{seat_name(who)} spoke." for who in (world.member_a, world.chair_a)]
    return "\n\n".join(["## 1. Opening", *speakers, "## 2. Plan", "It was said that the plan is good."]) + "\n"


@pytest.fixture
def out(meeting, text):
    return circulate(make_minutes(meeting, text_en=text, text_ru=""))


def over(minutes: Minutes) -> Minutes:
    """As if the deadline had passed: PostgreSQL's clock does not travel."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meetings_minutes SET corrections_until = %s WHERE id = %s",
            [datetime.now(UTC) - timedelta(hours=1), minutes.pk],
        )
    return Minutes.objects.select_related("meeting").get(pk=minutes.pk)


class TestCirculating:
    def test_members_and_invitees_are_told_once(self, out, world):
        told = OutboxMessage.objects.about(out).filter(kind=kinds.CIRCULATED)
        assert {row.recipient for row in told} == {world.member_a, world.chair_a, world.observer_a}
        assert out.meeting.state == MeetingState.RECORD_CIRCULATED
        assert out.circulated_version == out.version

    def test_refusals(self, meeting, text, world):
        with pytest.raises(Refusal):
            circulate(Minutes(meeting_id=meeting.pk))
        minutes = make_minutes(meeting, text_en="", text_ru="")
        with pytest.raises(Refusal):
            circulate(minutes)
        minutes = save_minutes(actor=world.secretary, minutes=minutes, version=minutes.version, texts={"text_en": text})
        with pytest.raises(InvalidInput):
            circulate(minutes, days=-1)
        circulate(minutes)
        with pytest.raises(WrongState):
            circulate(minutes)

    def test_a_name_under_the_chatham_house_rule_must_be_looked_at(self, meeting, world, text):
        item = meeting.agenda.get(position=1)
        item.attribution = Attribution.CHATHAM
        item.save()
        minutes = make_minutes(meeting, text_en=text, text_ru="")
        named = names_under_chatham(minutes, actor=world.secretary)
        assert (1, seat_name(world.member_a)) in named
        with pytest.raises(InvalidInput) as refused:
            circulate(minutes)
        assert refused.value.field == "checked"
        assert circulate(minutes, names_checked=True).circulated_at

    def test_taken_back_it_is_a_draft_again(self, out, world):
        with pytest.raises(NotAllowed):
            take_back_record(actor=world.chair_a, meeting=out.meeting, version=out.meeting.version)
        back = take_back_record(actor=world.secretary, meeting=out.meeting, version=out.meeting.version)
        assert back.state == MeetingState.CLOSED
        assert not Minutes.objects.visible_to(world.member_a).exists()
        assert not OutboxMessage.objects.about(out).filter(kind=kinds.CIRCULATED, state="waiting").exists()
        again = circulate(Minutes.objects.get(pk=out.pk))
        assert OutboxMessage.objects.about(again).filter(kind=kinds.CIRCULATED, state="waiting").count() == 3


class TestCorrecting:
    def test_a_seat_corrects_its_own_statement(self, out, world):
        correction = make_correction(out, world.member_a)
        assert correction.state == CorrectionState.OPEN
        assert OutboxMessage.objects.about(correction).get().recipient == world.secretary

    def test_and_no_other(self, out, world):
        with pytest.raises(InvalidInput) as refused:
            make_correction(out, world.member_a, quoted=f"{seat_name(world.chair_a)} spoke.")
        assert "own statement" in str(refused.value.message)
        chairs_seat = world.chair_a.appointments.get().seat
        with pytest.raises(NotAllowed):
            make_correction(out, world.member_a, seat=chairs_seat)

    @pytest.mark.parametrize(
        "wrong",
        [{"quoted": "Not in the text"}, {"quoted": " "}, {"wanted": " "}, {"wanted": "{own} spoke."}],
    )
    def test_what_cannot_be_a_correction(self, out, world, wrong):
        wrong = {name: value.format(own=seat_name(world.member_a)) for name, value in wrong.items()}
        given = {"quoted": f"{seat_name(world.member_a)} spoke.", "wanted": "Better"} | wrong
        with pytest.raises(InvalidInput):
            ask_correction(
                actor=world.member_a,
                minutes=out,
                seat=world.member_a.appointments.get().seat,
                language="en",
                **given,
            )

    def test_under_the_chatham_house_rule_the_seat_itself_says_that_it_spoke(self, out, meeting, world):
        passage = "It was said that the plan is good."
        with pytest.raises(InvalidInput):
            make_correction(out, world.member_a, quoted=passage)
        item = meeting.agenda.get(position=2)
        item.attribution = Attribution.CHATHAM
        item.save()
        made = make_correction(out, world.member_a, quoted=passage)
        readers = {name for name, who in world.people.items() if type(made).objects.visible_to(who).exists()}
        assert readers == {"member_a", "secretary"}

    def test_who_serves_or_sits_elsewhere_corrects_nothing(self, out, world):
        assert seats_to_correct(world.secretary, out.meeting) == []
        assert seats_to_correct(world.member_b, out.meeting) == []

    def test_a_russian_name_is_known_in_its_cases(self, meeting, world):
        organisation = world.member_a.appointments.get().seat.organisation
        organisation.name_ru = "Казахстан"
        organisation.save()
        out = circulate(make_minutes(meeting, text_ru="## 1. Начало\n\nПредставитель Казахстана выступил.\n"))
        make_correction(out, world.member_a, quoted="Представитель Казахстана выступил.", language="ru")

    def test_the_clock_ends_it(self, out, world):
        with pytest.raises(WrongState):
            make_correction(over(out), world.member_a)

    def test_a_draft_is_not_corrected(self, meeting, text, world):
        minutes = make_minutes(meeting, text_en=text)
        with pytest.raises(NotAllowed):
            make_correction(minutes, world.member_a)


class TestAnswering:
    def answer(self, world, correction, accept: bool = True, **fields):
        fields = {"version": 1, "answer": ""} | fields
        return answer_correction(actor=world.secretary, correction=correction, accept=accept, **fields)

    def test_accepted_it_stands_in_the_text(self, out, world):
        correction = self.answer(world, make_correction(out, world.member_a, wanted="It supported the plan."))
        out.refresh_from_db()
        assert correction.state == CorrectionState.ACCEPTED
        assert "It supported the plan." in out.text_en
        assert f"{seat_name(world.member_a)} spoke." not in out.text_en
        assert OutboxMessage.objects.about(correction).get(kind=kinds.ANSWERED).recipient == world.member_a

    def test_declined_it_needs_a_reason(self, out, world):
        correction = make_correction(out, world.member_a)
        with pytest.raises(InvalidInput):
            self.answer(world, correction, accept=False)
        declined = self.answer(world, correction, accept=False, answer="It was said at another meeting")
        assert declined.state == CorrectionState.DECLINED
        out.refresh_from_db()
        assert "Said so." not in out.text_en

    def test_a_passage_that_is_gone_needs_a_word(self, out, world):
        correction = make_correction(out, world.member_a)
        save_minutes(actor=world.secretary, minutes=out, version=out.version, texts={"text_en": "Rewritten"})
        with pytest.raises(InvalidInput):
            self.answer(world, correction)
        accepted = self.answer(world, correction, answer="Done by hand")
        assert accepted.answer == "Done by hand"

    def test_once_and_only_by_the_secretariat(self, out, world):
        correction = make_correction(out, world.member_a)
        with pytest.raises(NotAllowed):
            answer_correction(actor=world.member_a, correction=correction, version=1, accept=True, answer="")
        self.answer(world, correction)
        with pytest.raises(WrongState):
            self.answer(world, correction, version=2)


class TestAdopting:
    def test_by_hand_with_its_decisions(self, meeting, text, world):
        decision = make_decision(meeting)
        minutes = adopt(circulate(make_minutes(meeting, text_en=text)))
        decision.refresh_from_db()
        assert decision.state == DecisionState.ADOPTED
        assert minutes.adoption == Adoption.AT_MEETING
        assert OutboxMessage.objects.about(minutes).filter(kind=kinds.ADOPTED).count() == 3
        with pytest.raises(WrongState):
            make_decision(Meeting.objects.get(pk=meeting.pk))
        with pytest.raises(WrongState):
            insist_on_open_record(Meeting.objects.get(pk=meeting.pk))

    def test_not_while_a_correction_is_open(self, out, world):
        make_correction(out, world.member_a)
        with pytest.raises(Refusal):
            adopt(out)

    def test_not_by_a_member(self, out, world):
        with pytest.raises(NotAllowed):
            adopt_record(actor=world.chair_a, meeting=out.meeting, version=out.meeting.version)

    def test_silence_adopts_at_the_deadline_whoever_notices_first(self, meeting, text):
        minutes = over(circulate(make_minutes(meeting, text_en=text), by_silence=True))
        assert silent_since(minutes, datetime.now(UTC)) == minutes.corrections_until
        assert settle_record(minutes.meeting) is True
        assert settle_record(minutes.meeting) is False
        minutes.refresh_from_db()
        assert (minutes.adoption, minutes.adopted_at) == (Adoption.BY_SILENCE, minutes.corrections_until)

    def test_the_scheduler_notices(self, meeting, text):
        minutes = over(circulate(make_minutes(meeting, text_en=text), by_silence=True))
        adopt_silent_records()
        adopt_silent_records()
        assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.RECORD_ADOPTED
        assert OutboxMessage.objects.about(minutes).filter(kind=kinds.ADOPTED).count() == 3

    def test_a_write_after_the_deadline_meets_an_adopted_record(self, meeting, text, world):
        minutes = over(circulate(make_minutes(meeting, text_en=text), by_silence=True))
        with pytest.raises(WrongState), transaction.atomic():
            save_minutes(actor=world.secretary, minutes=minutes, version=minutes.version, texts={"text_en": "Late"})
        with pytest.raises(WrongState):
            take_back_record(actor=world.secretary, meeting=minutes.meeting, version=minutes.meeting.version)
        with pytest.raises(WrongState):
            adopt(minutes)

    def test_before_the_deadline_or_without_the_rule_it_is_not(self, out, meeting, text, world):
        assert silent_since(out, datetime.now(UTC)) is None
        assert settle_record(out.meeting) is False
        late = over(out)
        assert silent_since(late, datetime.now(UTC)) is None
        assert settle_record(late.meeting) is False
        assert settle_record(make_held(world.group_b)) is False

    def test_a_wrong_clock_of_one_machine_adopts_nothing_and_refuses_no_correction(self, meeting, text, world):
        minutes = circulate(make_minutes(meeting, text_en=text), by_silence=True)
        with time_machine.travel(minutes.corrections_until + timedelta(hours=1)):
            assert settle_record(minutes.meeting) is False
            assert make_correction(minutes, world.member_a).pk
        late = over(circulate(make_minutes(make_held(meeting.body), text_en=text), by_silence=True))
        with time_machine.travel(late.corrections_until - timedelta(hours=1)), pytest.raises(WrongState):
            make_correction(late, world.member_a)

    def test_an_open_correction_breaks_silence_and_the_last_answer_ends_it(self, meeting, text, world):
        minutes = circulate(make_minutes(meeting, text_en=text), by_silence=True)
        correction = make_correction(minutes, world.member_a)
        minutes = over(minutes)
        assert settle_record(minutes.meeting) is False
        answer_correction(actor=world.secretary, correction=correction, version=1, accept=True, answer="")
        minutes.refresh_from_db()
        assert minutes.adopted_at > minutes.corrections_until
        assert "Said so." in minutes.text_en


class TestStanding:
    @pytest.fixture
    def adopted(self, out):
        return adopt(out)

    def test_the_service_refuses(self, adopted, world):
        with pytest.raises(WrongState):
            save_minutes(actor=world.secretary, minutes=adopted, version=adopted.version, texts={"text_en": "x"})

    @pytest.mark.parametrize("sql", ["UPDATE meetings_minutes SET text_en = 'x'", "DELETE FROM meetings_minutes"])
    def test_the_database_refuses(self, adopted, sql):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_a_draft_may_still_change(self, meeting):
        make_minutes(meeting)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE meetings_minutes SET text_en = 'x'")

    def test_errors_become_corrigenda_that_stand_too(self, adopted, world):
        first = add_corrigendum(actor=world.secretary, minutes=adopted, text_en="Read 2025 for 2024")
        second = add_corrigendum(actor=world.secretary, minutes=adopted, text_ru="Читать иначе")
        assert [first.number, second.number] == [1, 2]
        assert OutboxMessage.objects.about(adopted).filter(kind=kinds.CORRIGENDUM).count() == 6
        assert Corrigendum.objects.visible_to(world.member_a).count() == 2
        assert not Corrigendum.objects.visible_to(world.member_b).exists()
        for sql in ("UPDATE meetings_corrigendum SET text_en = 'x'", "DELETE FROM meetings_corrigendum"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)

    def test_refusals_of_a_corrigendum(self, adopted, world):
        with pytest.raises(NotAllowed):
            add_corrigendum(actor=world.chair_a, minutes=adopted, text_en="x")
        with pytest.raises(InvalidInput):
            add_corrigendum(actor=world.secretary, minutes=adopted)
        draft = make_minutes(make_held(world.group_a))
        with pytest.raises(WrongState):
            add_corrigendum(actor=world.secretary, minutes=draft, text_en="x")


class TestMail:
    def test_it_says_until_when_in_the_readers_zone_and_carries_no_text(self, meeting, text, settings):
        minutes = circulate(make_minutes(meeting, text_en=text + "\ncanary\n"), by_silence=True)
        drain()
        row = OutboxMessage.objects.about(minutes).filter(kind=kinds.CIRCULATED).first()
        assert row.state == "sent"
        assert row.mail_subject.startswith("Record for correction: ")
        assert "Corrections are taken until: " in row.mail_text
        assert "the record is adopted" in row.mail_text
        assert "canary" not in row.mail_text + row.mail_html
        assert f"{settings.SITE_URL}/meetings/{meeting.public_id}/minutes/" in row.mail_text

    def test_the_other_mails(self, out, world):
        correction = make_correction(out, world.member_a)
        answer_correction(actor=world.secretary, correction=correction, version=1, accept=False, answer="Not said")
        other = make_correction(out, world.chair_a)
        drain()
        answer_correction(actor=world.secretary, correction=other, version=1, accept=True, answer="")
        adopted = adopt(out)
        add_corrigendum(actor=world.secretary, minutes=adopted, text_en="x")
        drain()
        said = {row.kind: row.mail_text for row in OutboxMessage.objects.filter(state="sent")}
        assert "Your correction was" in said[kinds.ANSWERED]
        assert "A seat asks for a correction" in said[kinds.ASKED]
        assert "is adopted" in said[kinds.ADOPTED]
        assert "corrigendum was added" in said[kinds.CORRIGENDUM]
        first = OutboxMessage.objects.about(correction)
        assert first.get(kind=kinds.ASKED).reason == "The correction was answered in the meantime."
        assert "Not said" in first.get(kind=kinds.ANSWERED).mail_text

    def test_what_was_taken_back_is_not_mailed_even_by_a_worker_that_holds_it(self, out, world):
        ids = list(OutboxMessage.objects.about(out).values_list("pk", flat=True))
        take_back_record(actor=world.secretary, meeting=out.meeting, version=out.meeting.version)
        OutboxMessage.objects.filter(pk__in=ids).update(state="waiting")
        drain()
        reasons = set(OutboxMessage.objects.filter(pk__in=ids).values_list("reason", flat=True))
        assert reasons == {"This person may no longer read the record."}

    def test_who_left_the_group_gets_nothing(self, out, world):
        term = world.member_a.appointments.get()
        term.ends_at = datetime.now(UTC)
        term.save()
        drain()
        row = OutboxMessage.objects.about(out).get(recipient=world.member_a)
        assert row.reason == "This person may no longer read the record."

    def test_a_mail_about_nothing_is_skipped(self, out, world):
        correction = make_correction(out, world.member_a)
        for row in (out, correction):
            OutboxMessage.objects.about(row).update(subject_id="gone")
        drain()
        assert set(OutboxMessage.objects.filter(subject_id="gone").values_list("state", flat=True)) == {"skipped"}

    def test_after_adoption_the_call_to_correct_is_moot(self, out):
        ids = list(OutboxMessage.objects.about(out).values_list("pk", flat=True))
        adopt(out)
        drain()
        reasons = set(OutboxMessage.objects.filter(pk__in=ids, kind=kinds.CIRCULATED).values_list("reason", flat=True))
        assert reasons == {"The record is no longer out for correction."}


def test_names_of_guests_count_too(meeting, world, text):
    guest = User.objects.get(pk=world.chair_a.pk)
    item = meeting.agenda.get(position=2)
    item.attribution = Attribution.CHATHAM
    item.save()
    minutes = make_minutes(meeting, text_en=f"## 2. Plan\n\n{guest.name} said so.\n")
    assert names_under_chatham(minutes, actor=world.secretary) == [(2, guest.name)]
