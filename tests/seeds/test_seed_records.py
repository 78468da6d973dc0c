"""The records of 2024 say what public reports say, to whoever sits where they were held; loading again changes
nothing."""

import pytest
from django.test import Client

from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.record.models import Decision, Minutes
from meetings.record.services.circulation import ask_correction
from meetings.record.services.minutes import save_minutes
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import WrongState
from rec_portal.outbox.models import OutboxMessage
from rec_portal.seeds.rec.load import load as load_rec
from tests.factories import appoint, make_person

pytestmark = pytest.mark.django_db
LAUNCH, JOINT = "First Meeting of the Regional Expert Council", "First Meeting of the Working Groups"


@pytest.fixture
def bodies():
    return load_rec()


def record_of(title):
    return Minutes.objects.get(meeting__title=title)


def test_what_is_known_and_nothing_more(bodies):
    load_rec()
    assert Minutes.objects.count() == 2
    assert not Decision.objects.exists()
    joint = record_of(JOINT)
    for text in (joint.text_en, joint.text_ru):
        assert text.count("\n## ") == 3
        assert text.count("Discussed.") + text.count("Пункт обсуждён.") == 3
    assert "Roadmap for cooperation" in joint.text_en
    assert "President of the Republic of Uzbekistan" in record_of(LAUNCH).text_en


def test_no_line_of_the_program_breaks_a_sentence(bodies):
    for record in Minutes.objects.all():
        for text in (record.text_en, record.text_ru):
            assert all(line.startswith(("#", "*")) or line.endswith(".") for line in text.splitlines() if line)


def test_whoever_sits_there_reads_the_record_and_nobody_else(bodies):
    council, group, outsider = appoint(bodies["rec"]), appoint(bodies["wg-a"]), make_person()
    committee = appoint(bodies["executive-committee"])
    reads = {
        title: [person for person in (council, group, committee, outsider) if record_of(title) in visible_to(person)]
        for title in (LAUNCH, JOINT)
    }
    assert reads == {LAUNCH: [council], JOINT: [council, group]}


def visible_to(person):
    return Minutes.objects.visible_to(person)


def test_it_is_no_adopted_record_and_the_page_says_so(bodies):
    member = appoint(bodies["wg-a"])
    meeting = Meeting.objects.get(title=JOINT)
    assert meeting.state == MeetingState.RECORD_CIRCULATED
    client = Client()
    client.force_login(member)
    text = client.get(f"/meetings/{meeting.public_id}/minutes/").content.decode()
    assert "It is not adopted, and no date for corrections is set." in text
    assert "Out for correction until" not in text
    assert "has not adopted this text" in text


def test_nobody_is_mailed_and_the_history_says_that_it_was_opened(bodies):
    assert not OutboxMessage.objects.exists()
    events = AuditEvent.objects.filter(verb="meeting.record_opened")
    assert events.count() == 2
    assert all(event.for_members and event.actor_name == "REC Portal" for event in events)


def test_nobody_corrects_a_statement_that_is_not_in_it_but_the_secretariat_writes_on(bodies):
    member, secretary = appoint(bodies["rec"]), appoint(bodies["rec"], office="secretary")
    record = record_of(LAUNCH)
    with pytest.raises(WrongState, match="not out for correction"):
        ask_correction(
            actor=member,
            minutes=record,
            seat=member.appointments.get().seat,
            language="en",
            quoted="The Council was launched",
            wanted="The Council began",
        )
    texts = {"text_en": f"{record.text_en}\nMore is known now.\n"}
    saved = save_minutes(actor=secretary, minutes=record, version=record.version, texts=texts)
    load_rec()
    assert "More is known now." in record_of(LAUNCH).text_en
    assert Minutes.objects.get(pk=saved.pk).version == saved.version
