"""The page behind the link of a mail: GET shows, POST answers, and a link that is no longer good changes nothing."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from councils.seats.models import Appointment
from meetings.calendar.services import open_feed
from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.schedule import cancel_meeting, close_meeting, move_meeting, postpone_meeting
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from rec_portal.accounts.services.access import change_address
from rec_portal.accounts.services.secret_links import issue_link, revoke_links
from rec_portal.audit.models import AuditEvent
from tests.factories.meetings import in_days, make_meeting

pytestmark = pytest.mark.django_db
TITLE = "Second meeting Canary"


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, title=TITLE, format="hybrid", place="Hall 1")


@pytest.fixture
def person(world):
    return world.member_a


@pytest.fixture
def visitor():
    """Somebody's browser that never signed in; the CSRF check is on, as in real life."""
    return Client(enforce_csrf_checks=True)


def link_to(meeting, person, **fields) -> str:
    subject = Invitation.objects.get(meeting=meeting, person=person).public_id
    values = {"purpose": "rsvp", "subject": subject, "expires_at": meeting.ends_at} | fields
    return reverse("meetings:rsvp", args=[issue_link(person=person, **values)])


def answer_of(meeting, person) -> str:
    return Invitation.objects.get(meeting=meeting, person=person).answer


def is_chosen(response, answer: str) -> bool:
    page = response.content.decode()
    (box,) = [line for line in page.split("<input") if f'value="{answer}"' in line]
    return "checked" in box.split(">")[0]


# A good link


def test_shows_without_signing_in(meeting, person, visitor):
    response = visitor.get(link_to(meeting, person))
    page = response.content.decode()
    assert response.status_code == 200
    assert TITLE in page
    assert "10:00–12:00 Tashkent (UTC+5)" in page
    assert "You answer as <b>Member A</b>, Org" in page
    assert "Hall 1" in page
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_the_persons_own_time_first(meeting, person, visitor):
    person.time_zone = "America/New_York"
    person.save()
    page = visitor.get(link_to(meeting, person)).content.decode()
    assert page.index("00:00–02:00 New York (UTC−5)") < page.index("10:00–12:00 Tashkent (UTC+5)")


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_answers_nothing(meeting, person, visitor, method):
    """Mail scanners follow every link."""
    address = link_to(meeting, person)
    for query in ("", "?answer=yes_online", "?answer=no&alternate_name=x"):
        assert getattr(visitor, method)(address + query).status_code == 200
    assert answer_of(meeting, person) == "none"


def test_nothing_is_chosen_unless_the_button_said_so(meeting, person, visitor):
    address = link_to(meeting, person)
    assert "checked" not in visitor.get(address).content.decode()
    assert is_chosen(visitor.get(f"{address}?answer=yes_room"), "yes_room")
    assert "checked" not in visitor.get(f"{address}?answer=none").content.decode()
    assert "checked" not in visitor.get(f'{address}?answer="><script>').content.decode()


@pytest.mark.parametrize(
    ("format", "offered"),
    [
        ("online", {"yes_online", "no", "alternate"}),
        ("in_person", {"yes_room", "no", "alternate"}),
        ("hybrid", {"yes_online", "yes_room", "no", "alternate"}),
    ],
)
def test_the_answers_fit_the_format(world, visitor, format, offered):
    meeting = make_meeting(world.group_a, format=format)
    address = link_to(meeting, world.member_a)
    page = visitor.get(address).content.decode()
    assert {
        answer for answer in ("yes_online", "yes_room", "no", "alternate") if f'value="{answer}"' in page
    } == offered
    for refused in {"yes_online", "yes_room"} - offered:
        assert visitor.post(address, {"answer": refused}).status_code == 422
    assert answer_of(meeting, world.member_a) == "none"


@pytest.mark.parametrize("answer", ["yes_online", "yes_room", "no"])
def test_answers(meeting, person, visitor, answer):
    """No cookie and no token are asked for: the secret in the address is the authority."""
    address = link_to(meeting, person)
    response = visitor.post(address, {"answer": answer, "alternate_name": "left over"})
    assert (response.status_code, response["Location"]) == (302, f"{address}thanks/")
    thanks = visitor.get(response["Location"])
    assert "Your answer is saved" in thanks.content.decode()
    invitation = Invitation.objects.get(meeting=meeting, person=person)
    assert (invitation.answer, invitation.alternate_name) == (answer, "")
    assert invitation.answered_at is not None


def test_the_history_says_who_and_that_it_came_by_the_link(meeting, person, visitor):
    visitor.post(link_to(meeting, person), {"answer": "no"})
    event = AuditEvent.objects.get(verb="invitation.answered")
    assert (event.actor, event.channel) == (person, "link")


def test_a_colleague_comes_instead(meeting, person, visitor):
    address = link_to(meeting, person)
    for name in ("", "   "):
        response = visitor.post(address, {"answer": "alternate", "alternate_name": name})
        assert response.status_code == 422
        assert "Say who comes instead." in response.content.decode()
        assert is_chosen(response, "alternate"), "what was chosen stays"
    response = visitor.post(address, {"answer": "alternate", "alternate_name": " A. Colleague, adviser "})
    assert "A. Colleague, adviser" in visitor.get(response["Location"]).content.decode()
    assert Invitation.objects.get(meeting=meeting, person=person).alternate_name == "A. Colleague, adviser"


@pytest.mark.parametrize("name", ["x" * 161, "x\u202egnp", "x\x07y", "\x00"])
def test_a_name_that_is_none(meeting, person, visitor, name):
    response = visitor.post(link_to(meeting, person), {"answer": "alternate", "alternate_name": name})
    assert response.status_code == 422
    assert answer_of(meeting, person) == "none"


@pytest.mark.parametrize("answer", ["", "none", "maybe", "yes"])
def test_no_answer_is_asked_for_again(meeting, person, visitor, answer):
    response = visitor.post(link_to(meeting, person), {"answer": answer})
    assert response.status_code == 422
    assert answer_of(meeting, person) == "none"


def test_the_same_link_changes_the_answer_until_the_end(meeting, person, visitor, time_machine):
    address = link_to(meeting, person)
    visitor.post(address, {"answer": "yes_online"})
    assert "You answered: Yes, online." in visitor.get(address).content.decode()
    time_machine.move_to(meeting.starts_at + timedelta(minutes=30))
    visitor.post(address, {"answer": "no"})
    assert answer_of(meeting, person) == "no"
    assert AuditEvent.objects.filter(verb="invitation.answered").count() == 2


def test_a_double_press_is_one_answer(meeting, person, visitor):
    address = link_to(meeting, person)
    for _press in range(2):
        assert visitor.post(address, {"answer": "no"}).status_code == 302
    assert AuditEvent.objects.filter(verb="invitation.answered").count() == 1


def test_thanks_before_an_answer_leads_to_the_question(meeting, person, visitor):
    address = link_to(meeting, person)
    assert visitor.get(f"{address}thanks/")["Location"] == address


def test_file_for_the_calendar(meeting, person, visitor):
    response = visitor.get(f"{link_to(meeting, person)}meeting.ics")
    assert response["Content-Disposition"] == 'attachment; filename="meeting.ics"'
    event = icalendar.Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert event["DTSTART"].dt == meeting.starts_at


def test_a_move_is_pointed_out(meeting, person, visitor, world):
    address = link_to(meeting, person)
    assert "The time was changed" not in visitor.get(address).content.decode()
    move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(9, hour=15))
    page = visitor.get(address).content.decode()
    assert "The time was changed after this mail was sent." in page
    assert "15:00–17:00 Tashkent" in page
    assert "The time was changed" not in visitor.get(link_to(meeting, person)).content.decode()


def test_in_the_persons_language_unless_another_was_chosen(meeting, person, visitor):
    person.language = "ru"
    person.save()
    address = link_to(meeting, person)
    assert visitor.get(address)["Content-Language"] == "ru"
    visitor.cookies["django_language"] = "en"
    response = visitor.get(address)
    assert response["Content-Language"] == "en"
    assert '<html lang="en">' in response.content.decode()


def test_somebody_else_is_signed_in(meeting, person, client_of):
    page = client_of("chair_a").get(link_to(meeting, person)).content.decode()
    assert "You are signed in as Chair A. This link answers for Member A." in page
    assert "You are signed in as" not in client_of(person).get(link_to(meeting, person)).content.decode()


def test_the_answer_counts_for_the_link_not_for_who_is_signed_in(meeting, person, world, client_of):
    client_of("chair_a").post(link_to(meeting, person), {"answer": "no"})
    assert (answer_of(meeting, person), answer_of(meeting, world.chair_a)) == ("no", "none")


# A link that is no longer good


def expired(meeting, person, world, time_machine):
    time_machine.move_to(meeting.ends_at + timedelta(seconds=1))


def revoked(meeting, person, world, time_machine):
    revoke_links(person=person, purpose="rsvp")


def cancelled(meeting, person, world, time_machine):
    cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)


def postponed(meeting, person, world, time_machine):
    postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)


def struck_out(meeting, person, world, time_machine):
    change_invitees(actor=world.secretary, meeting=meeting, version=meeting.version, people=[world.chair_a])


def moved_earlier_and_over(meeting, person, world, time_machine):
    moved = move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(2))
    time_machine.move_to(moved.ends_at + timedelta(minutes=1))


def held(meeting, person, world, time_machine):
    moved = move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(2))
    time_machine.move_to(moved.ends_at + timedelta(minutes=1))
    close_meeting(actor=world.secretary, meeting=Meeting.objects.get(pk=meeting.pk))


def left_the_body(meeting, person, world, time_machine):
    Appointment.objects.get(person=person).delete()


def barred(meeting, person, world, time_machine):
    person.is_active = False
    person.save()


GONE = {
    expired: "This link has ended",
    revoked: "This link has ended",
    cancelled: "The meeting was cancelled",
    postponed: "The meeting was postponed",
    struck_out: "You are no longer invited",
    moved_earlier_and_over: "The meeting is over",
    held: "The meeting is over",
}
UNKNOWN = [left_the_body, barred]


@pytest.mark.parametrize("happens", GONE, ids=lambda happens: happens.__name__)
def test_says_what_happened_and_changes_nothing(meeting, person, world, visitor, time_machine, happens):
    address = link_to(meeting, person)
    happens(meeting, person, world, time_machine)
    for path in (address, f"{address}thanks/", f"{address}meeting.ics"):
        response = visitor.get(path)
        assert response.status_code == 410
        assert GONE[happens] in response.content.decode()
    assert visitor.post(address, {"answer": "no"}).status_code == 410
    assert answer_of(meeting, person) == "none"


@pytest.mark.parametrize("happens", UNKNOWN, ids=lambda happens: happens.__name__)
def test_who_may_not_see_learns_nothing(meeting, person, world, visitor, time_machine, happens):
    address = link_to(meeting, person)
    happens(meeting, person, world, time_machine)
    for response in (
        visitor.get(address),
        visitor.post(address, {"answer": "no"}),
        visitor.get(f"{address}meeting.ics"),
    ):
        assert response.status_code == 404
        assert "Canary" not in response.content.decode()
    assert answer_of(meeting, person) == "none"


def test_not_made_by_us(meeting, person, world, visitor):
    good = link_to(meeting, person)
    secret = good.split("/")[2]
    another = Invitation.objects.get(meeting=meeting, person=world.chair_a).public_id
    bad = {
        "tampered": secret[:-1] + ("A" if secret[-1] != "A" else "B"),
        "cut": secret[:-5],
        "other case": secret.swapcase(),
        "another purpose": open_feed(actor=person, person=person),
        "another person's invitation": issue_link(person=person, purpose="rsvp", subject=another),
        "an invitation one may see but not answer": issue_link(person=world.secretary, purpose="rsvp", subject=another),
        "no invitation": issue_link(person=person, purpose="rsvp", subject="2222222222"),
        "no subject": issue_link(person=person, purpose="rsvp"),
        "a public id": meeting.public_id,
    }
    for what, value in bad.items():
        for response in (
            visitor.get(reverse("meetings:rsvp", args=[value])),
            visitor.post(reverse("meetings:rsvp", args=[value]), {"answer": "no"}),
        ):
            assert response.status_code == 404, what
            assert "Canary" not in response.content.decode()
    assert not Invitation.objects.exclude(answer="none").exists()


def test_closed_in_the_very_moment_of_answering(meeting, person, visitor, world, monkeypatch):
    """Between the page's look and the service's lock somebody cancels."""
    from meetings.invitations import views as rsvp

    really = rsvp.answer_invitation

    def cancel_first(**arguments):
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        return really(**arguments)

    monkeypatch.setattr(rsvp, "answer_invitation", cancel_first)
    response = visitor.post(link_to(meeting, person), {"answer": "no"})
    assert response.status_code == 410
    assert "The meeting was cancelled" in response.content.decode()


def test_whoever_has_the_old_mailbox_answers_no_more(meeting, person, visitor, world):
    address = link_to(meeting, person)
    feed = reverse("meetings:feed", args=[open_feed(actor=person, person=person)])
    change_address(actor=world.administrator, person=person, version=person.version, email="new@example.org")
    assert visitor.post(address, {"answer": "no"}).status_code == 410
    assert answer_of(meeting, person) == "none"
    assert visitor.post(link_to(meeting, person), {"answer": "yes_online"}).status_code == 302
    assert visitor.get(feed).status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods(meeting, person, visitor, method):
    assert getattr(visitor, method)(link_to(meeting, person)).status_code == 405
