"""Polls on times as people meet them: the mails, the link without a sign-in, the pages."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings.meeting.models import Meeting
from meetings.planning.choices import PollState, Vote
from meetings.planning.models import Poll, PollVote
from meetings.planning.services.polls import cancel_poll, choose_slot, close_poll
from rec_portal.accounts.deeds import tell
from rec_portal.accounts.models import SecretLink
from rec_portal.accounts.services.secret_links import issue_link
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import spelling
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories import appoint, in_days, make_meeting, make_person
from tests.factories.planning import day_ahead, make_poll, make_slots, vote
from tests.journeys.steps import mail_to, post_goes_round
from tests.meetings.planning.test_polls import time_is_up

pytestmark = pytest.mark.django_db
S = PollState


def link_in(letter) -> str:
    return re.search(r"https?://[^/\s]+(/poll/[\w-]+/)", letter.body)[1]


class TestMails:
    def test_the_question_in_the_reader_s_zone_and_language(self, world):
        world.member_a.time_zone, world.member_a.language = "America/New_York", "ru"
        world.member_a.save()
        make_poll(world.group_a, note="Bring the plan")
        letter = mail_to(post_goes_round(), world.member_a)
        assert "Какое время вам подходит?" in letter.subject
        assert "Нью-Йорк (UTC−" in letter.body
        assert "Bring the plan" in letter.body
        kept = OutboxMessage.objects.get(recipient=world.member_a, kind="meetings.poll_question")
        assert link_in(letter).split("/")[2] not in kept.mail_text + kept.mail_html

    def test_many_slots_are_not_all_written_out(self, world):
        make_poll(world.group_a, make_slots(*range(10, 25)))
        letter = mail_to(post_goes_round(), world.member_a)
        assert letter.body.count("Tashkent (UTC+5)") == 13
        assert "…" in letter.body

    def test_who_has_answered_or_wants_none_is_not_reminded(self, world):
        poll = make_poll(world.group_a)
        post_goes_round()
        vote(poll, world.member_a, "yes", "yes", "no")
        world.chair_a.wants_reminders = False
        world.chair_a.save()
        drain(as_of=poll.closes_at - timedelta(hours=23))
        sent = post_goes_round()
        assert [letter.to for letter in sent] == [[world.observer_a.email]]
        assert "You have not answered yet." in sent[0].body
        assert "/accounts/mail/reminders." in sent[0].message()["List-Unsubscribe"]

    def test_who_left_the_group_is_not_asked(self, world):
        poll = make_poll(world.group_a)
        appointment = world.member_a.appointments.get()
        appointment.ends_at = datetime.now(UTC) - timedelta(days=1)
        appointment.save()
        assert len(post_goes_round()) == 2
        assert (
            not OutboxMessage.objects.about(poll).get(recipient=world.member_a, kind="meetings.poll_question").mail_text
        )

    def test_after_the_poll_no_question_goes_out(self, world):
        poll = make_poll(world.group_a)
        close_poll(actor=world.secretary, poll=poll)
        assert post_goes_round() == []

    def test_the_result_says_the_time_or_that_it_is_off(self, world):
        poll, off = make_poll(world.group_a), make_poll(world.group_b)
        choose_slot(actor=world.secretary, poll=poll, option=poll.options.first())
        cancel_poll(actor=world.secretary, poll=off)
        sent = post_goes_round()
        assert "10:00–12:00 Tashkent" in mail_to(sent, world.member_a).body
        assert "Time chosen" in mail_to(sent, world.member_a).subject
        assert "Poll cancelled" in mail_to(sent, world.member_b).subject


class TestLink:
    @pytest.fixture
    def asked(self, world):
        poll = make_poll(world.group_a)
        return poll, link_in(mail_to(post_goes_round(), world.member_a))

    def answers(self, poll, *words):
        return {option.public_id: word for option, word in zip(poll.options.all(), words, strict=True)}

    def test_looking_answers_nothing_and_sending_does(self, world, asked):
        poll, link = asked
        page = Client().get(link)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "private, no-store"
        assert not PollVote.objects.exists()
        answer = Client().post(link, self.answers(poll, "yes", "no", "if_needed"), follow=True)
        assert "Your answers are saved" in answer.content.decode()
        assert PollVote.objects.filter(person=world.member_a).count() == 3
        assert AuditEvent.objects.get(verb="poll.answered").channel == "link"

    def test_an_answer_for_some_times_only_comes_back(self, world, asked):
        poll, link = asked
        data = self.answers(poll, "yes", "no", "no")
        data.popitem()
        assert Client().post(link, data).status_code == 422
        assert not PollVote.objects.exists()

    def test_links_that_are_none(self, world, asked):
        poll, link = asked
        for address in ("/poll/nonsense/", link[:-2] + "x/"):
            assert Client().get(address).status_code == 404
        foreign = issue_link(person=world.member_b, purpose="poll", subject=poll.public_id)
        rsvp = issue_link(person=world.member_a, purpose="rsvp", subject=poll.public_id)
        for secret in (foreign, rsvp):
            assert Client().get(f"/poll/{secret}/").status_code == 404

    def test_after_its_time_or_its_end_it_says_so(self, world, asked):
        poll, link = asked
        close_poll(actor=world.secretary, poll=poll)
        assert Client().post(link, self.answers(poll, "yes", "no", "no")).status_code == 410
        cancel_poll(actor=world.secretary, poll=poll)
        assert "cancelled" in Client().get(link).content.decode()
        SecretLink.objects.update(expires_at=datetime.now(UTC) - timedelta(minutes=1))
        assert "newer mail" in Client().get(link).content.decode()

    def test_who_has_the_old_mailbox_answers_no_more(self, world, asked):
        _poll, link = asked
        tell(actor=world.secretary, verb="person.address_changed", person=world.member_a)
        assert Client().get(link).status_code == 410


class TestPages:
    NEW = "/meetings/polls/new/"

    def data(self, world, **changes):
        rows = {f"day_{n}": day_ahead(9 + n).isoformat() for n in (1, 2)} | {"start_1": "10:00", "start_2": "15:00"}
        data = {"body": world.group_a.slug, "title": "Next", "minutes": "90", "format": "online"}
        data |= {"time_zone": "Asia/Tashkent", "closes_day": day_ahead(5).isoformat(), "closes_time": "18:00"}
        return data | rows | {f"start_{n}": "10:00" for n in range(3, 7)} | changes

    def test_proposing_on_one_page(self, world, client_of):
        desk = client_of("secretary")
        assert "Ask 3 people" in desk.get(self.NEW, {"body": world.group_a.slug}).content.decode()
        answer = desk.post(self.NEW, self.data(world), follow=True)
        poll = Poll.objects.get()
        assert (poll.minutes, poll.options.count()) == (90, 2)
        assert "on its way" in answer.content.decode()
        assert poll.title in desk.get(world.group_a.get_absolute_url(), {"planning": "1"}).content.decode()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"day_2": ""}, "day_2"),
            ({"day_3": "2030-12-20", "start_3": ""}, "start_3"),
            ({"day_1": "2027-03-28", "start_1": "02:30", "time_zone": "Europe/Vienna"}, "start_1"),
            ({"closes_day": "2027-03-28", "closes_time": "02:30", "time_zone": "Europe/Vienna"}, "closes_time"),
            ({"closes_day": "2026-01-01"}, "closes_day"),
            ({"day_1": "2026-01-01"}, "day_1"),
            ({"minutes": "0"}, "minutes"),
        ],
    )
    def test_what_cannot_be_comes_back_at_its_field(self, world, client_of, changes, field):
        answer = client_of("secretary").post(self.NEW, self.data(world, **changes))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors

    def test_a_member_answers_in_the_portal_and_reads_nobody_else_s(self, world, client_of):
        poll = make_poll(world.group_a)
        vote(poll, world.chair_a, "yes", "no", "no")
        member = client_of("member_a")
        page = member.get(poll.get_absolute_url())
        assert "Chair A" not in page.content.decode()
        votes = {option.public_id: "if_needed" for option in poll.options.all()}
        assert "Your answers are saved" in member.post(poll.get_absolute_url(), votes, follow=True).content.decode()
        assert PollVote.objects.filter(person=world.member_a, vote=Vote.IF_NEEDED).count() == 3
        assert poll.title in member.get(world.group_a.get_absolute_url()).content.decode()

    def test_too_late_in_the_portal(self, world, client_of):
        poll = make_poll(world.group_a)
        close_poll(actor=world.secretary, poll=poll)
        votes = {option.public_id: "yes" for option in poll.options.all()}
        answer = client_of("member_a").post(poll.get_absolute_url(), votes, follow=True)
        assert "takes no more answers" in answer.content.decode()
        assert answer.context["form"] is None

    def test_the_grid_names_the_best_and_one_press_makes_the_draft(self, world, client_of):
        poll = make_poll(world.group_a)
        vote(poll, world.member_a, "no", "yes", "if_needed")
        desk = client_of("secretary")
        text = desk.get(poll.get_absolute_url()).content.decode()
        option = poll.options.all()[1]
        when = spelling.span(option.starts_at, option.starts_at + timedelta(hours=2), "Asia/Tashkent")
        assert f"Best so far: {when}. Yes: 1, if needed: 0, no: 0." in text
        silent = text[text.index("Not answered yet") :]
        assert {name for name in ("Chair A", "Observer A", "Member A") if name in silent} == {"Chair A", "Observer A"}
        step = f"{poll.get_absolute_url()}step/"
        desk.post(step, {"do": "choose", "option": option.public_id})
        meeting = Meeting.objects.get()
        assert meeting.starts_at == option.starts_at
        assert "Open the meeting" in desk.get(poll.get_absolute_url()).content.decode()
        # A draft is not everybody's: the member reads the time and no more.
        shown = client_of("member_a").get(poll.get_absolute_url()).content.decode()
        assert "Open the meeting" not in shown
        assert when in shown

    def test_other_presses(self, world, client_of):
        desk, poll = client_of("secretary"), make_poll(world.group_a)
        step = f"{poll.get_absolute_url()}step/"
        assert (
            "Choose one of the proposed"
            in desk.post(step, {"do": "choose", "option": "x"}, follow=True).content.decode()
        )
        assert "The poll is closed" in desk.post(step, {"do": "close"}, follow=True).content.decode()
        assert "not possible" in desk.post(step, {"do": "close"}, follow=True).content.decode()
        assert "The poll is cancelled" in desk.post(step, {"do": "cancel"}, follow=True).content.decode()
        desk.post(step, {"do": "nonsense"})
        assert Poll.objects.get().state == S.CANCELLED

    def test_a_poll_whose_time_is_up_reads_as_closed(self, world, client_of):
        poll = make_poll(world.group_a)
        time_is_up(poll)
        shown = client_of("member_a").get(poll.get_absolute_url())
        assert (shown.context["state"], shown.context["form"]) == ("Closed", None)

    def test_what_came_up_against_a_time_stands_beside_it_for_who_chooses(self, world, client_of):
        poll = make_poll(world.group_a)
        second = poll.options.all()[1].starts_at
        with time_machine.travel(second - timedelta(days=9), tick=False):
            make_meeting(world.group_a, title="In the way", when=in_days(9, 11, 30), invitees=[world.member_a])
            rows = client_of("secretary").get(poll.get_absolute_url()).context["rows"]
            against = [[line for line in row["warnings"] if "holiday" not in line] for row in rows]
            assert against == [
                [],
                ["The group has another meeting at that time: In the way", "Busy with another meeting: Member A"],
                [],
            ]
            assert "In the way" in client_of("secretary").get(poll.get_absolute_url()).content.decode()
            assert "In the way" not in client_of("member_a").get(poll.get_absolute_url()).content.decode()

    def test_a_holiday_stands_beside_the_time(self, world, client_of):
        with time_machine.travel(datetime(2026, 12, 1, 6, tzinfo=UTC), tick=False):
            poll = make_poll(world.group_a, make_slots(15, 16))
            rows = client_of("secretary").get(poll.get_absolute_url()).context["rows"]
        assert ["Public holiday: Independence Day (Kazakhstan)" in row["warnings"] for row in rows] == [True, False]

    def test_as_many_queries_for_ten_answers_as_for_one(self, world, client_of):
        poll, desk = make_poll(world.group_a), client_of("secretary")

        def queries():
            desk.get(poll.get_absolute_url())
            with CaptureQueriesContext(connection) as found:
                desk.get(poll.get_absolute_url())
            return len(found)

        vote(poll, world.member_a, "no", "yes", "if_needed")
        one = queries()
        for number in range(9):
            vote(poll, appoint(world.group_a, person=make_person(f"Voter {number}")), "yes", "no", "no")
        assert queries() == one <= 12
