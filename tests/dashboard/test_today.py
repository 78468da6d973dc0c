"""Today: what waits, in the order of waiting, for each kind of person; and never what is not theirs."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from councils.bodies.choices import Office
from meetings.agenda.services.proposals import decline_proposal
from meetings.calling.services.schedule import cancel_meeting, postpone_meeting
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.invitations.services.answering import answer_invitation
from rec_portal.audit.writer import record
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.heartbeat import note_tick
from rec_portal.outbox.models import OutboxMessage
from tests.factories import appoint
from tests.factories.agenda import make_proposal
from tests.factories.meetings import in_days, make_meeting, secretary_of
from tests.factories.planning import make_poll, vote

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"


@pytest.fixture(autouse=True)
def _ticking(db) -> None:
    note_tick(timezone.now())


def today(client) -> str:
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page: str, section: str) -> list[str]:
    """The titles in the section with that heading id, in order."""
    found = re.search(rf'aria-labelledby="{section}".*?</section>', page, re.DOTALL)
    return re.findall(r'<h3><a href="[^"]+">(?:<s>)?([^<]+)<', found[0]) if found else []


def invitation(meeting, person) -> Invitation:
    return Invitation.objects.get(meeting=meeting, person=person)


# --- Members ---


def test_answers_owed_come_first_soonest_first(world, client_of) -> None:
    for days, title in ((20, "Third"), (3, "First"), (9, "Second")):
        make_meeting(world.group_a, title=title, when=in_days(days))
    page = today(client_of("member_a"))
    assert titles(page, "owed") == ["First", "Second", "Third"]
    assert titles(page, "week") == titles(page, "later") == []
    assert page.index('id="owed"') < page.index('id="next"')


def test_each_owed_answer_has_one_button_for_each_answer(world, client_of) -> None:
    meeting = make_meeting(world.group_a)
    client = client_of("member_a")
    page = today(client)
    assert f'action="/meetings/{meeting.public_id}/answer/"' in page
    answer = client.post(
        f"/meetings/{meeting.public_id}/answer/", {"answer": Answer.YES_ONLINE, "next": "/"}, follow=True
    )
    page = answer.content.decode()
    assert titles(page, "owed") == []
    assert titles(page, "later") == [meeting.title]
    assert "Yes, online" in page


def test_the_next_meeting_in_my_time_with_other_clocks_and_the_way_in(world, client_of) -> None:
    world.member_a.time_zone = "Europe/Vienna"
    world.member_a.save()
    make_meeting(world.group_a, title="Later", when=in_days(9))
    meeting = make_meeting(world.group_a, title="Sooner", when=in_days(5), link="https://meet.example.org/abc")
    answer_invitation(actor=world.member_a, invitation=invitation(meeting, world.member_a), answer=Answer.NO)
    page = today(client_of("member_a"))
    card = re.search(r'aria-labelledby="next".*?</section>', page, re.DOTALL)[0]
    assert "Sooner" in card
    assert "Vienna" in card
    assert "Tashkent" in card
    assert "Join online" in card
    assert "https://meet.example.org/abc" in card


def test_cancelled_postponed_and_past_meetings_owe_no_answer(world, client_of) -> None:
    actor = secretary_of(world.group_a)
    for title, act in (("Cancelled", cancel_meeting), ("Postponed", postpone_meeting)):
        meeting = make_meeting(world.group_a, title=title)
        act(actor=actor, meeting=meeting, version=meeting.version, reason="Other duties")
    page = today(client_of("member_a"))
    assert titles(page, "owed") == []
    assert 'id="next"' not in page


@pytest.mark.parametrize("who", ["nobody", "other_secretary", "member_b"])
def test_nothing_of_another_group(world, client_of, who: str) -> None:
    make_meeting(world.group_a, title=CANARY)
    make_meeting(world.group_a, title=f"{CANARY} draft", convened=False)
    assert CANARY not in today(client_of(who))


@pytest.mark.parametrize("who", ["member_a", "chair_a", "observer_a"])
def test_members_see_no_drafts_and_no_alarms(world, client_of, who: str) -> None:
    make_meeting(world.group_a, title=CANARY, convened=False)
    note_tick(timezone.now() - timedelta(hours=1))
    page = today(client_of(who))
    assert CANARY not in page
    assert "scheduler" not in page


def test_nothing_to_do_is_one_sentence_and_one_button(world, client_of) -> None:
    for who, label in (("nobody", "All meetings"), ("secretary", "New meeting")):
        main = today(client_of(who)).split("<main")[1].split("</main")[0]
        empty = re.search(r'class="empty".*?</div>', main, re.DOTALL)[0]
        assert "Nothing waits for you" in empty
        assert empty.count('class="button') == 1
        assert label in empty


# --- Secretariat ---


def test_what_is_unfinished_waits_for_the_secretariat(world, client_of) -> None:
    actor = secretary_of(world.group_a)
    make_meeting(world.group_a, title="A draft", convened=False, when=in_days(4))
    meeting = make_meeting(world.group_b, title="To be moved")
    postpone_meeting(actor=actor, meeting=meeting, version=meeting.version, reason="Other duties")
    page = today(client_of("secretary"))
    assert titles(page, "todo") == ["A draft", "To be moved"]
    assert titles(page, "later") == []
    assert "nobody is invited yet" in page
    assert "/convene/" in page
    assert "/move/" in page


def test_this_week_shows_how_many_have_answered(world, client_of) -> None:
    appoint(world.group_a)
    meeting = make_meeting(world.group_a, when=in_days(3))
    answer_invitation(actor=world.member_a, invitation=invitation(meeting, world.member_a), answer=Answer.YES_ONLINE)
    everybody = Invitation.objects.filter(meeting=meeting).count()
    page = today(client_of("secretary"))
    assert titles(page, "week") == [meeting.title]
    assert f"1 of {everybody} answered" in page
    assert "answered" not in today(client_of("chair_a"))


@pytest.mark.parametrize(("seconds", "alarm"), [(170, False), (190, True)])
def test_a_silent_scheduler(world, client_of, seconds: int, alarm: bool) -> None:
    note_tick(timezone.now() - timedelta(seconds=seconds))
    assert ("The scheduler is silent" in today(client_of("secretary"))) == alarm


def test_failed_mail_until_somebody_has_seen_to_it(world, client_of) -> None:
    make_meeting(world.group_a)
    message = OutboxMessage.objects.first()
    OutboxMessage.objects.filter(pk=message.pk).update(state=MessageState.DEAD)
    assert "1 mail could not be sent" in today(client_of("secretary"))
    assert "could not be sent" not in today(client_of("other_secretary"))
    OutboxMessage.objects.filter(pk=message.pk).update(seen_to_at=timezone.now())
    assert "could not be sent" not in today(client_of("secretary"))


def test_refused_addresses(world, client_of) -> None:
    for name in ("member_a", "member_b", "chair_a", "observer_a"):
        person = world.people[name]
        person.mail_refused_at = timezone.now()
        person.save()
    page = today(client_of("secretary"))
    assert page.count("Address refused") == 3
    assert "More addresses were refused" in page
    assert "Address refused" not in today(client_of("other_secretary"))
    assert "Address refused" not in today(client_of("member_b"))


def test_an_address_is_told_only_to_who_works_with_the_person(world, client_of) -> None:
    """A secretary elsewhere who sits beside the person here knows the name and not the address."""
    appoint(world.group_a, person=world.other_secretary)
    world.member_a.mail_refused_at = timezone.now()
    world.member_a.save()
    assert world.member_a.email not in today(client_of("other_secretary"))


# --- Administrators ---


@pytest.mark.parametrize(("failures", "told"), [(4, False), (5, True)])
def test_many_failed_sign_ins_are_told_to_administrators_alone(world, client_of, failures: int, told: bool) -> None:
    for _ in range(failures):
        record(actor=None, verb="person.sign_in_failed", target=world.member_a, root_id=None)
    assert (f"{failures} sign-ins failed" in today(client_of("administrator"))) == told
    assert "failed in the last day" not in today(client_of("secretary"))


# --- Besides meetings ---


def test_a_poll_waits_until_it_is_answered(world, client_of) -> None:
    poll = make_poll(world.group_a, title="When in spring")
    later = make_poll(world.group_a, title="When in autumn", closes_in=7)
    assert titles(today(client_of("member_a")), "todo") == ["When in spring", "When in autumn"]
    vote(poll, world.member_a, "yes", "no", "no")
    assert titles(today(client_of("member_a")), "todo") == ["When in autumn"]
    assert titles(today(client_of("observer_a")), "todo") == ["When in spring", "When in autumn"]
    with time_machine.travel(later.closes_at + timedelta(seconds=1)):
        note_tick(timezone.now())
        assert titles(today(client_of("member_a")), "todo") == []


@pytest.mark.parametrize("who", ["nobody", "other_secretary", "member_b", "administrator"])
def test_no_poll_of_another_group(world, client_of, who: str) -> None:
    make_poll(world.group_a, title=CANARY)
    make_proposal(world.group_a, world.member_a, CANARY)
    assert CANARY not in today(client_of(who))


def test_what_i_proposed_and_what_became_of_it(world, client_of) -> None:
    first = make_proposal(world.group_a, world.member_a, "First wish")
    make_proposal(world.group_a, world.member_a, "Second wish")
    page = today(client_of("member_a"))
    assert titles(page, "proposed") == ["Second wish", "First wish"]
    assert "Waiting for the secretariat" in page
    decline_proposal(actor=world.secretary, proposal=first, answer="Not this year.")
    page = today(client_of("member_a"))
    assert "Declined" in page
    assert "Not this year." in page
    assert "wish" not in today(client_of("chair_a"))
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        note_tick(timezone.now())
        assert titles(today(client_of("member_a")), "proposed") == ["Second wish"]


# --- Cost ---


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize(
    ("who", "queries"), [("member_a", 9), ("nobody", 3), ("secretary", 11), ("administrator", 11), ("both", 12)]
)
def test_the_cost_does_not_grow(
    world, client_of, who: str, queries: int, number: int, django_assert_num_queries
) -> None:
    world.people["both"] = appoint(world.council, Office.ADMINISTRATOR, appoint(world.council, Office.SECRETARY))
    for index in range(number):
        make_meeting(world.group_a, when=in_days(3 + index))
        make_meeting(world.group_b, when=in_days(20 + index), convened=False)
        make_poll(world.group_a)
        make_proposal(world.group_a, world.member_a)
        person = appoint(world.group_b)
        person.mail_refused_at = timezone.now()
        person.save()
        record(actor=None, verb="person.sign_in_failed", target=person, root_id=None)
    OutboxMessage.objects.update(state=MessageState.DEAD)
    client = client_of(who)
    with django_assert_num_queries(queries):
        today(client)
