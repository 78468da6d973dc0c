"""One meeting's page for each kind of reader."""

from datetime import timedelta

import pytest
import time_machine

from meetings.calling.services.schedule import cancel_meeting, move_meeting, postpone_meeting
from meetings.calling.views.meeting import MOST_INVITEES
from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answer_invitation
from meetings.meeting.choices import MeetingFormat
from meetings.record.mail.action_planning import DUE_SOON
from meetings.record.mail.record_planning import ASKED, CIRCULATED
from rec_portal.outbox.models import OutboxMessage
from tests.factories import appoint, in_days, make_meeting, make_person
from tests.factories.meetings import AGENDA
from tests.factories.records import circulate, make_action, make_correction, make_held, make_minutes
from tests.meetings.support import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_meeting(
        world.group_a,
        title="Second meeting",
        format=MeetingFormat.HYBRID,
        place="Hall 2",
        link="https://meet.example.org/room",
        note="Bring comments.",
        when=in_days(10, 10),
    )


def shown(client, meeting):
    return client.get(meeting.get_absolute_url())


def text(response) -> str:
    return response.content.decode()


def answer(meeting, person, what=Answer.NO, **more):
    row = meeting.invitations.get(person=person)
    return answer_invitation(actor=person, invitation=row, answer=what, **more)


class TestMember:
    def test_the_readers_own_time_comes_first(self, world, client_of, meeting):
        world.member_a.time_zone = "Asia/Bishkek"
        world.member_a.save()
        page = text(shown(client_of("member_a"), meeting))
        here, there = page.index("11:00–13:00 Bishkek (UTC+6)"), page.index("10:00–12:00 Tashkent (UTC+5)")
        assert here < there

    def test_one_time_is_said_once(self, client_of, meeting):
        assert shown(client_of("member_a"), meeting).context["when_there"] == ""

    def test_what_one_needs_to_come(self, client_of, meeting):
        page = text(shown(client_of("member_a"), meeting))
        for part in ("Second meeting", "Hall 2", "https://meet.example.org/room", "Bring comments.", "New York"):
            assert part in page

    def test_an_owed_answer_is_asked_for_and_one_given_can_be_changed(self, world, client_of, meeting):
        client = client_of("member_a")
        assert "Will you take part?" in text(shown(client, meeting))
        answer(meeting, world.member_a, Answer.YES_ROOM)
        page = text(shown(client, meeting))
        assert "Will you take part?" not in page
        assert "Yes, in the room" in page
        assert "Change my answer" in page

    def test_nothing_of_the_others_nor_of_the_mails(self, world, client_of, meeting):
        answer(meeting, world.chair_a, Answer.ALTERNATE, alternate_name="Canary Colleague")
        response = shown(client_of("member_a"), meeting)
        assert "Canary Colleague" not in text(response)
        assert "Chair A" not in text(response)
        assert response.context["mails"] == []
        assert "actions" not in response.context

    def test_the_link_ends_with_the_meeting(self, client_of, meeting):
        with time_machine.travel(meeting.ends_at):
            page = text(shown(client_of("member_a"), meeting))
        assert "meet.example.org" not in page
        assert "answer/" not in page

    def test_joining_comes_forward_shortly_before(self, client_of, meeting):
        assert not shown(client_of("member_a"), meeting).context["join_soon"]
        with time_machine.travel(meeting.starts_at - timedelta(minutes=20)):
            assert shown(client_of("member_a"), meeting).context["join_soon"]

    def test_a_cancelled_meeting_says_so_and_why(self, world, client_of, meeting):
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, reason="Adopted <already>.")
        page = text(shown(client_of("member_a"), meeting))
        assert "This meeting is cancelled." in page
        assert "Adopted &lt;already&gt;." in page
        assert "meet.example.org" not in page
        assert "answer/" not in page

    def test_a_postponed_meeting_too(self, world, client_of, meeting):
        postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, reason="The hall is closed.")
        page = text(shown(client_of("member_a"), meeting))
        assert "There is no new time yet." in page
        assert "The hall is closed." in page

    def test_the_calendar_file(self, client_of, meeting):
        response = client_of("member_a").get(f"{meeting.get_absolute_url()}meeting.ics")
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert response["Cache-Control"] == "private, no-store"
        assert b"BEGIN:VEVENT" in response.content


class TestAgenda:
    def test_items_have_running_times_in_the_readers_zone(self, world, client_of, meeting):
        world.member_a.time_zone = "Asia/Bishkek"
        world.member_a.save()
        response = shown(client_of("member_a"), meeting)
        assert [(item["time"], item["title"]) for item in response.context["agenda"]] == [
            (time, line.title) for time, line in zip(("11:00", "11:10", "12:10"), AGENDA, strict=True)
        ]
        assert (response.context["agenda_minutes"], response.context["agenda_ends"]) == (75, "12:15")

    def test_after_an_item_of_unknown_length_no_time_is_claimed(self, client_of, meeting):
        item = meeting.agenda.get(position=2)
        item.minutes = None
        item.save()
        response = shown(client_of("member_a"), meeting)
        assert [item["time"] for item in response.context["agenda"]] == ["10:00", "10:10", ""]
        assert response.context["agenda_ends"] == ""

    def test_the_present_item_is_marked(self, client_of, meeting):
        with time_machine.travel(meeting.starts_at + timedelta(minutes=30)):
            response = shown(client_of("member_a"), meeting)
        assert [item["now"] for item in response.context["agenda"]] == [False, True, False]
        assert response.context["is_on"]

    def test_more_than_fits_is_told_to_the_secretariat(self, client_of, meeting):
        item = meeting.agenda.get(position=2)
        item.minutes = 500
        item.save()
        assert "Longer than the meeting" in text(shown(client_of("secretary"), meeting))
        assert "Longer than the meeting" not in text(shown(client_of("member_a"), meeting))


class TestSecretariat:
    def test_answers_by_protocol_order_with_their_count(self, world, client_of, meeting):
        answer(meeting, world.member_a, Answer.YES_ROOM)
        answer(meeting, world.chair_a, Answer.ALTERNATE, alternate_name="J. Doe")
        response = shown(client_of("secretary"), meeting)
        assert response.context["attendance_count"] == "1 yes · 1 colleague · 2 no answers"
        names = ("Member A", "Inactive")
        lines = {name: line for line in response.context["attendance"] for name in names if f">{name}<" in line}
        assert "Yes, in the room" in lines["Member A"]
        assert "<small>Chair A → J. Doe</small>" in "".join(response.context["attendance"])
        assert "Account closed" in lines["Inactive"]

    def test_an_invitee_is_told_in_the_language_of_each_reader(self, world, client_of, meeting):
        answer(meeting, world.member_a, Answer.YES_ROOM)
        for language, words in (("en", "Yes, in the room"), ("ru", "Да, очно"), ("en", "Yes, in the room")):
            world.secretary.language = language
            world.secretary.save()
            assert words in "".join(shown(client_of("secretary"), meeting).context["attendance"])

    def test_a_long_list_is_cut_and_one_press_shows_all_of_it(self, world, client_of):
        meeting = make_meeting(world.group_a, invitees=[make_person() for _number in range(MOST_INVITEES + 1)])
        client = client_of("secretary")
        cut = shown(client, meeting)
        assert len(cut.context["attendance"]) == MOST_INVITEES
        assert f'href="?invitees=all#attendance">All {MOST_INVITEES + 1} invitees' in text(cut)
        assert f"{MOST_INVITEES + 1} no answers" in text(cut), "all are counted"
        whole = client.get(f"{meeting.get_absolute_url()}?invitees=all")
        assert len(whole.context["attendance"]) == MOST_INVITEES + 1
        assert ">All " not in text(whole)

    def test_a_dead_address_is_told(self, world, client_of, meeting):
        world.member_a.mail_refused_at = meeting.created_at
        world.member_a.save()
        assert "Address fails" in text(shown(client_of("secretary"), meeting))

    def test_who_sits_here_no_longer_is_told(self, world, client_of):
        guest = make_person("Guest")
        meeting = make_meeting(world.group_a, invitees=[guest])
        (line,) = shown(client_of("secretary"), meeting).context["attendance"]
        assert "<b>Guest</b><small>No longer sits here</small>" in line

    def test_who_was_told_what(self, world, client_of, meeting):
        OutboxMessage.objects.about(meeting).filter(kind="meetings.invitation").update(
            state="sent", settled_at=meeting.created_at
        )
        lines = shown(client_of("secretary"), meeting).context["mails"]
        assert [(line["number"], line["state"]) for line in lines] == [(4, "Sent")] + [(4, "Waiting")] * 3
        assert [line["what"].rsplit(", ", 1)[-1] for line in lines[1:]] == [
            "7 days before",
            "1 day before",
            "1 h before",
        ]

    def test_after_it_was_held_the_mails_of_its_record_and_actions_stand_there_too(self, world, client_of):
        """With one press to each of them; and not those of another meeting."""
        held, other = (make_held(world.group_a, invitees=[world.member_a, world.chair_a]) for _ in range(2))
        make_action(held, "Send it", owner=world.member_a)
        name = world.member_a.appointments.get().seat.organisation.short_name_en
        minutes = circulate(make_minutes(held, text_en=f"## 1. Opening\n\n{name} spoke.\n"))
        make_correction(minutes, world.member_a)
        circulate(make_minutes(other))
        response = shown(client_of("secretary"), held)
        lines = {row["code"]: row["number"] for row in response.context["mails"]}
        readers = OutboxMessage.objects.about(minutes).count()
        assert (lines[CIRCULATED], lines[ASKED]) == (readers, 1)
        assert DUE_SOON in lines
        log = text(client_of("secretary").get(f"/mail/?about={response.context['mails_about']}"))
        assert log.count("Record sent out for correction") >= readers
        for message in OutboxMessage.objects.about(other.minutes_of_meeting):
            assert message.get_absolute_url() not in log

    def test_after_a_move_the_old_mails_are_withdrawn(self, world, client_of, meeting):
        move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(20))
        lines = shown(client_of("secretary"), meeting).context["mails"]
        assert {line["state"] for line in lines} == {"Waiting", "Withdrawn"}

    @pytest.mark.parametrize(
        ("step", "main", "more"),
        [
            (None, [], ["edit", "agenda", "invitees", "publish-agenda", "move", "postpone", "cancel"]),
            (postpone_meeting, ["move"], ["edit", "agenda", "invitees", "cancel"]),
            (cancel_meeting, [], ["edit", "agenda"]),
        ],
    )
    def test_the_actions_fit_the_state(self, world, client_of, meeting, step, main, more):
        if step:
            step(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert self.actions(client_of, meeting) == (main, more)

    def test_the_actions_fit_the_clock(self, world, client_of, meeting):
        with time_machine.travel(meeting.ends_at):
            assert self.actions(client_of, meeting) == (["close"], ["live", "edit", "agenda", "invitees"])

    def test_a_draft_can_be_shown_edited_or_put_away(self, world, client_of):
        draft = make_meeting(world.group_a, convened=False)
        assert self.actions(client_of, draft) == (["convene"], ["edit", "agenda", "discard"])

    @staticmethod
    def actions(client_of, meeting):
        found = shown(client_of("secretary"), fresh(meeting)).context["actions"]
        return tuple([a["url"].split("/")[-2] for a in found[kind]] for kind in ("main", "more"))


class TestHistory:
    def test_it_is_one_press_away_for_each_reader(self, world, client_of, meeting):
        answer(meeting, world.chair_a)
        for who, sees in (("secretary", True), ("member_a", False)):
            client = client_of(who)
            assert "Meeting convened" not in text(shown(client, meeting))
            assert "?history=1#history" in text(shown(client, meeting))
            page = text(client.get(meeting.get_absolute_url(), {"history": "1"}))
            assert "Meeting convened" in page
            assert ("Invitation answered" in page) == sees, who


class TestOthers:
    def test_an_administrator_reads_the_mails_and_does_not_run(self, client_of, meeting):
        response = shown(client_of("administrator"), meeting)
        assert response.context["mails"]
        assert "actions" not in response.context

    def test_a_member_of_a_joint_body_reads_it(self, world, client_of):
        meeting = make_meeting(world.group_a, further_bodies=[world.group_b], title="Joint")
        page = text(shown(client_of("member_b"), meeting))
        assert "Joint" in page
        assert world.group_b.name in page


@pytest.mark.parametrize(("who", "queries"), [("secretary", 9), ("member_a", 8), ("administrator", 9)])
def test_the_page_costs_the_same_however_many_come(world, client_of, who, queries, django_assert_num_queries):
    client = client_of(who)
    few = make_meeting(world.group_a)
    for _ in range(15):
        appoint(world.group_a)
    many = make_meeting(world.group_a, further_bodies=[world.group_b])
    for meeting in (few, many):
        with django_assert_num_queries(queries):
            assert shown(client, meeting).status_code == 200
