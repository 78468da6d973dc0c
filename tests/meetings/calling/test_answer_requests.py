"""One press asks those who have not answered; for a while it can be taken back; nobody is asked twice in a day."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from meetings.calling.services.answer_requests import PEACE, TO_TAKE_BACK, ask_for_answers, take_back_asking
from meetings.calling.services.schedule import move_meeting
from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answer_invitation
from meetings.notices.planning import ASKING
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories.meetings import in_days, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    meeting = make_meeting(world.group_a, when=in_days(10))
    answer(meeting, world.chair_a)
    post_in()
    return meeting


def answer(meeting, person, what=Answer.YES_ONLINE) -> None:
    answer_invitation(actor=person, invitation=meeting.invitations.get(person=person), answer=what)


def rows(state: str):
    return OutboxMessage.objects.filter(kind=ASKING, state=state)


def post_in(**time) -> list:
    """The mails that go out that long from now."""
    drain(as_of=timezone.now() + timedelta(**time))
    sent, mail.outbox[:] = list(mail.outbox), []
    return sent


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time), tick=False)


def test_only_those_without_an_answer_and_not_at_once(world, meeting):
    assert ask_for_answers(actor=world.secretary, meeting=meeting) == 2
    assert {row.recipient for row in rows("waiting")} == {world.member_a, world.observer_a}
    assert post_in(seconds=TO_TAKE_BACK.total_seconds() - 5) == []
    mails = post_in(seconds=TO_TAKE_BACK.total_seconds() + 1)
    assert {letter.to[0] for letter in mails} == {world.member_a.email, world.observer_a.email}
    assert all(letter.subject.startswith("Please answer: ") and "/rsvp/" in letter.body for letter in mails)
    assert AuditEvent.objects.filter(verb="meeting.asked").count() == 1


def test_taken_back_and_asked_again(world, meeting):
    ask_for_answers(actor=world.secretary, meeting=meeting)
    assert take_back_asking(actor=world.secretary, meeting=meeting) == 2
    assert post_in(hours=1) == []
    assert ask_for_answers(actor=world.secretary, meeting=meeting) == 2
    assert len(post_in(hours=1)) == 2


def test_taken_back_too_late(world, meeting):
    ask_for_answers(actor=world.secretary, meeting=meeting)
    post_in(minutes=5)
    with pytest.raises(Refusal, match="too late"):
        take_back_asking(actor=world.secretary, meeting=meeting)


def test_a_second_press_asks_nobody_twice_until_the_next_day(world, meeting):
    ask_for_answers(actor=world.secretary, meeting=meeting)
    with pytest.raises(Refusal, match="Nobody is left"):
        ask_for_answers(actor=world.secretary, meeting=meeting)
    post_in(minutes=5)
    with pytest.raises(Refusal):
        ask_for_answers(actor=world.secretary, meeting=meeting)
    with later(seconds=(PEACE + TO_TAKE_BACK).total_seconds() + 1):
        assert ask_for_answers(actor=world.secretary, meeting=meeting) == 2


def test_who_answers_in_between_is_not_asked(world, meeting):
    ask_for_answers(actor=world.secretary, meeting=meeting)
    answer(meeting, world.member_a, Answer.NO)
    assert [letter.to for letter in post_in(minutes=5)] == [[world.observer_a.email]]
    assert rows("skipped").get().reason == "This person has answered."


def test_it_is_a_person_who_asks_so_it_reaches_who_wants_no_reminders(world, meeting):
    world.member_a.wants_reminders = False
    world.member_a.save()
    ask_for_answers(actor=world.secretary, meeting=meeting)
    assert world.member_a.email in [letter.to[0] for letter in post_in(minutes=5)]


def test_a_closed_account_and_a_dead_address_are_not_counted(world, meeting):
    world.member_a.mail_refused_at = timezone.now()
    world.member_a.save()
    world.observer_a.is_active = False
    world.observer_a.save()
    with pytest.raises(Refusal, match="Nobody is left"):
        ask_for_answers(actor=world.secretary, meeting=meeting)


def test_it_falls_with_the_time_it_was_about(world, meeting):
    ask_for_answers(actor=world.secretary, meeting=meeting)
    meeting.refresh_from_db()
    move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(12))
    assert rows("waiting").count() == 0
    assert ask_for_answers(actor=world.secretary, meeting=meeting) == 2


def test_not_before_it_is_convened_nor_once_it_has_begun(world, meeting):
    draft = make_meeting(world.group_a, convened=False)
    with pytest.raises(WrongState):
        ask_for_answers(actor=world.secretary, meeting=draft)
    with later(days=11), pytest.raises(WrongState):
        ask_for_answers(actor=world.secretary, meeting=meeting)


@pytest.mark.parametrize("who", ["member_a", "chair_a", "other_secretary", "administrator"])
def test_only_those_who_run_the_group(world, meeting, who):
    with pytest.raises(NotAllowed):
        ask_for_answers(actor=world.people[who], meeting=meeting)
    ask_for_answers(actor=world.secretary, meeting=meeting)
    with pytest.raises(NotAllowed):
        take_back_asking(actor=world.people[who], meeting=meeting)
    assert rows("waiting").count() == 2


def test_the_buttons_on_the_page(world, meeting, client_of):
    client, address = client_of("secretary"), meeting.get_absolute_url()
    assert "Remind 2 who have not answered" in client.get(address).content.decode()
    page = client.post(f"{address}ask/", follow=True).content.decode()
    assert "2 people are asked to answer at " in page
    assert "Remind 2" not in page
    page = client.post(f"{address}ask/", {"do": "undo"}, follow=True).content.decode()
    assert "Taken back. Nobody is mailed." in page
    assert "Remind 2 who have not answered" in page
    page = client.post(f"{address}ask/", {"do": "undo"}, follow=True).content.decode()
    assert "It is too late" in page
    assert f"{address}ask/" not in client_of("chair_a").get(address).content.decode()
