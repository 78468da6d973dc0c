"""Several changes become one mail that says what is different from what the person was told last."""

import threading
from datetime import timedelta

import icalendar
import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from meetings.calling.services.details import change_details
from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.publishing import publish_agenda
from meetings.calling.services.schedule import cancel_meeting, move_meeting, postpone_meeting
from meetings.meeting.models import Meeting
from meetings.notices.batching import LONGEST, NEAR, QUIET
from meetings.notices.preview import preview_update
from rec_portal.outbox.claim import take
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.services.failures import resend_message
from tests.factories.councils import appoint
from tests.factories.meetings import in_days, make_meeting

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def meeting(world):
    world.member_a.time_zone, world.member_a.language = "Asia/Tashkent", "en"
    world.member_a.save()
    made = make_meeting(world.group_a, title="Second meeting", place="Hall 1", note="Bring it", format="hybrid")
    send()
    return made


def send() -> None:
    drain(clock=timezone.now)


def later(minutes: float, tick: bool = False):
    return time_machine.travel(timezone.now() + minutes * MINUTE, tick=tick)


def now_of(meeting) -> Meeting:
    return Meeting.objects.get(pk=meeting.pk)


def change(world, meeting, **values):
    now = now_of(meeting)
    given = {name: getattr(now, name) for name in ("title", "format", "place", "link", "note", "version")} | values
    return change_details(actor=world.secretary, meeting=meeting, **given)


def move(world, meeting, when):
    return move_meeting(actor=world.secretary, meeting=meeting, version=now_of(meeting).version, when=when)


def rows(meeting, person, kind="update", **wanted):
    found = OutboxMessage.objects.about(meeting).filter(recipient=person, kind=f"meetings.{kind}", **wanted)
    return list(found.order_by("id"))


def sent(meeting, person, kind="update"):
    return rows(meeting, person, kind, state="sent")


class TestTheWindow:
    def test_ten_minutes_after_the_last_change(self, world, meeting):
        with later(0) as clock:
            change(world, meeting, place="Hall 2")
            for minutes in (6, 6):
                clock.shift(minutes * MINUTE)
                change(world, meeting, place=f"Hall {timezone.now():%M%S}")
                send()
                assert not sent(meeting, world.member_a)
            (row,) = rows(meeting, world.member_a)
            assert row.due_at == timezone.now() + QUIET
            clock.shift(QUIET)
            send()
            assert len(sent(meeting, world.member_a)) == 1

    def test_thirty_minutes_after_the_first_at_most(self, world, meeting):
        with later(0) as clock:
            first = timezone.now()
            for number in range(4):
                change(world, meeting, place=f"Hall {number}")
                clock.shift(9 * MINUTE)
            (row,) = rows(meeting, world.member_a)
            assert row.due_at == first + LONGEST

    @pytest.mark.parametrize("ahead", [NEAR, timedelta(hours=1)])
    def test_at_once_when_the_meeting_is_near(self, world, meeting, ahead):
        with time_machine.travel(meeting.starts_at - ahead, tick=False):
            change(world, meeting, place="Hall 2")
            change(world, meeting, place="Hall 3")
            send()
            assert [row.due_at for row in sent(meeting, world.member_a)] == [timezone.now()]

    def test_never_later_than_a_day_before(self, world, meeting):
        with time_machine.travel(meeting.starts_at - NEAR - 4 * MINUTE, tick=False):
            change(world, meeting, place="Hall 2")
            (row,) = rows(meeting, world.member_a)
            assert row.due_at == meeting.starts_at - NEAR

    def test_what_waits_goes_at_once_when_the_meeting_has_come_near(self, world, meeting):
        with time_machine.travel(meeting.starts_at - NEAR - 11 * MINUTE, tick=False) as clock:
            change(world, meeting, place="Hall 2")
            OutboxMessage.objects.about(meeting).filter(kind="meetings.update").update(due_at=meeting.starts_at)
            clock.shift(12 * MINUTE)
            change(world, meeting, place="Hall 3")
            assert [row.due_at for row in rows(meeting, world.member_a)] == [timezone.now()]

    def test_a_mail_in_a_workers_hands_is_not_counted_on(self, world, meeting):
        with later(0) as clock:
            change(world, meeting, place="Hall 2")
            clock.shift(QUIET)
            take(timezone.now, as_of=None, size=100)
            change(world, meeting, place="Hall 3")
            assert [row.state for row in rows(meeting, world.member_a)] == ["sending", "waiting"]

    def test_a_mail_that_was_tried_is_not_put_off(self, world, meeting):
        with later(0) as clock:
            change(world, meeting, place="Hall 2")
            OutboxMessage.objects.about(meeting).filter(kind="meetings.update").update(attempts=1)
            clock.shift(9 * MINUTE)
            change(world, meeting, place="Hall 3")
            (row,) = rows(meeting, world.member_a)
            assert row.due_at == timezone.now() + MINUTE


class TestWhatItSays:
    def said(self, world, meeting, person=None):
        with later(11, tick=True):
            send()
        return sent(meeting, person or world.member_a)[-1].mail_text

    def test_from_what_was_told_to_what_holds(self, world, meeting):
        change(world, meeting, place="Hall 2")
        change(world, meeting, place="Hall 3", title="Third meeting")
        text = self.said(world, meeting)
        assert "Title: Second meeting → Third meeting\nWhere: Hall 1 → Hall 3\n" in text
        assert "Hall 2" not in text

    def test_and_nothing_else(self, world, meeting):
        change(world, meeting, place="Hall 2")
        text = self.said(world, meeting)
        for silent in ("Bring it", "How:", "Agenda", "Elsewhere"):
            assert silent not in text

    def test_in_the_recipients_language_and_zone(self, world, meeting):
        world.member_a.language, world.member_a.time_zone = "ru", "Europe/Vienna"
        world.member_a.save()
        change(world, meeting, format="online")
        text = self.said(world, meeting)
        assert "Гибридный формат → Онлайн" in text or "→ Онлайн" in text
        assert "Вена" in text

    def test_a_silent_correction_is_told_with_the_next_change(self, world, meeting):
        change(world, meeting, title="Meeting, the second", tell=False)
        assert not rows(meeting, world.member_a)
        change(world, meeting, place="Hall 2")
        assert "Second meeting → Meeting, the second" in self.said(world, meeting)

    def test_what_did_not_arrive_was_not_told(self, world, meeting):
        change(world, meeting, place="Hall 2")
        self.said(world, meeting)
        OutboxMessage.objects.filter(pk=sent(meeting, world.member_a)[0].pk).update(state="dead")
        change(world, meeting, note="Other")
        assert "Where: Hall 1 → Hall 2" in self.said(world, meeting)
        assert "Where:" not in sent(meeting, world.chair_a)[-1].mail_text

    def test_whoever_was_told_nothing_yet_reads_everything(self, world, meeting):
        OutboxMessage.objects.about(meeting).filter(kind="meetings.invitation").update(state="dead")
        change(world, meeting, place="Hall 2")
        text = self.said(world, meeting)
        assert "Where: Hall 1 → Hall 2" in text
        assert "Bring it" in text

    def test_a_move_tells_what_waited_too(self, world, meeting):
        change(world, meeting, place="Hall 2")
        move(world, meeting, in_days(12, hour=15))
        send()
        (row,) = sent(meeting, world.member_a)
        assert row.mail_subject.startswith("New time: ")
        assert "Before: " in row.mail_text
        assert "Where: Hall 1 → Hall 2" in row.mail_text

    def test_moved_twice_before_anybody_was_told(self, world, meeting):
        old = meeting.starts_at
        move(world, meeting, in_days(12))
        move(world, meeting, in_days(13))
        send()
        (row,) = sent(meeting, world.member_a)
        assert f"{old.astimezone(__import__('zoneinfo').ZoneInfo('Asia/Tashkent')):%-d %B %Y}" in row.mail_text

    def test_the_agenda_says_it_as_well_and_the_update_is_spared(self, world, meeting):
        change(world, meeting, place="Hall 2")
        publish_agenda(actor=world.secretary, meeting=meeting)
        send()
        assert "Where: Hall 1 → Hall 2" in sent(meeting, world.member_a, "agenda")[0].mail_text
        with later(11, tick=True):
            send()
        (row,) = rows(meeting, world.member_a)
        assert (row.state, row.reason) == ("skipped", "Nothing is different from what this person was told last.")

    def test_the_link_is_not_shown_twice(self, world, meeting):
        change(world, meeting, link="https://meet.example.org/new")
        text = self.said(world, meeting)
        assert "Link: The link to join is a new one.\n" in text
        assert text.count("https://meet.example.org/new") == 1

    def test_sent_again_by_hand_says_the_same_again(self, world, meeting):
        change(world, meeting, place="Hall 2")
        self.said(world, meeting)
        resend_message(actor=world.secretary, message=sent(meeting, world.member_a)[0])
        assert "Where: Hall 1 → Hall 2" in self.said(world, meeting)
        assert len(sent(meeting, world.member_a)) == 2


class TestUndone:
    def test_no_mail(self, world, meeting):
        change(world, meeting, place="Hall 2")
        change(world, meeting, place="Hall 1")
        assert preview_update(meeting) == ["The change was taken back; nothing is sent."]
        with later(11, tick=True):
            send()
        assert not sent(meeting, world.member_a)
        assert rows(meeting, world.member_a)[0].state == "skipped"

    def test_no_word_of_changes_after_a_cancellation_or_postponement(self, world, meeting):
        change(world, meeting, place="Hall 2")
        postpone_meeting(actor=world.secretary, meeting=meeting, version=now_of(meeting).version)
        assert [row.state for row in rows(meeting, world.member_a)] == ["cancelled"]
        cancel_meeting(actor=world.secretary, meeting=meeting, version=now_of(meeting).version)
        send()
        assert [row.state for row in rows(meeting, world.member_a, "cancellation")] == ["sent"]

    def test_whoever_joined_in_between_gets_the_invitation_alone(self, world, meeting):
        change(world, meeting, place="Hall 2")
        new = appoint(world.group_a)
        people = [invitation.person for invitation in meeting.invitations.all()]
        change_invitees(actor=world.secretary, meeting=meeting, version=now_of(meeting).version, people=[*people, new])
        change(world, meeting, note="")
        send()
        change(world, meeting, note="Bring it")
        with later(11, tick=True):
            send()
        assert len(sent(meeting, new, "invitation")) == 1
        assert len(sent(meeting, world.member_a)) == 1


def test_the_calendar_follows(world, meeting):
    change(world, meeting, place="Hall 2")
    with later(11, tick=True):
        send()
    event = icalendar.Calendar.from_ical(sent(meeting, world.member_a)[0].mail_calendar).walk("VEVENT")[0]
    assert (event["SEQUENCE"], str(event["LOCATION"])) == (now_of(meeting).version, "Hall 2")


def test_the_page_shows_what_waits_and_costs_one_query_more_only_then(world, meeting, client_of):
    client = client_of("secretary")
    change(world, meeting, place="Hall 2")
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Where: Hall 1 → Hall 2" in page


@pytest.mark.django_db(transaction=True)
def test_no_worker_takes_up_a_mail_while_its_meeting_is_being_changed(world):
    """It would tell what holds no more, and the change would count on it."""
    if connection.vendor != "postgresql":
        pytest.skip("needs locks on rows")
    meeting = make_meeting(world.group_a, title="Second meeting")
    send()
    change(world, meeting, place="Hall 2")
    rows_of_all = OutboxMessage.objects.about(meeting).filter(kind="meetings.update")
    rows_of_all.update(attempts=1, due_at=timezone.now() - MINUTE)
    taken = []

    def worker() -> None:
        taken.extend(take(timezone.now, as_of=None, size=100).rows)
        connection.close()

    with transaction.atomic():
        change(world, meeting, place="Hall 3")
        thread = threading.Thread(target=worker)
        thread.start()
        thread.join()
    assert taken == []
    assert rows_of_all.filter(recipient=world.member_a).count() == 1, "the waiting mail is counted on"


def test_the_page_that_says_what_waits_stays_within_its_queries(
    world, client_of, meeting, django_assert_max_num_queries
):
    change(world, meeting, place="Hall 9", note="Bring two")
    client = client_of("secretary")
    with django_assert_max_num_queries(12):
        page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Hall 1 → Hall 9" in page
