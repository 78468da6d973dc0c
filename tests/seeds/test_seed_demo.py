"""Demo people and meetings: the promised accounts, every seat filled, loadable twice, and nowhere but in the demo."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from councils.bodies.choices import Office
from councils.bodies.models import Body
from councils.seats.models import Appointment, Seat
from meetings.agenda.services.agenda import agenda_of
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, zones
from rec_portal.outbox.models import OutboxMessage
from rec_portal.seeds.demo.papers import REGULAR_A
from rec_portal.seeds.demo.people import BY_KEY, DOMAIN, PEOPLE
from tests.seeds.conftest import PASSPHRASE
from tests.seeds.state import snapshot


def person(key):
    return User.objects.get(email=f"{key}@{DOMAIN}")


def sees(key):
    return set(policy.allowed(person(key), "look_inside", Body.objects.all()).values_list("slug", flat=True))


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_every_seat_is_filled():
    assert Seat.objects.exists()
    assert not Seat.objects.vacant(timezone.now()).exists()


@pytest.mark.parametrize(
    ("key", "offices", "bodies"),
    [
        ("secretariat", {Office.SECRETARY}, {"rec", "executive-committee", "wg-a", "wg-b", "wg-c", "wg-d"}),
        ("admin", {Office.ADMINISTRATOR}, {"rec", "executive-committee", "wg-a", "wg-b", "wg-c", "wg-d"}),
        ("admin2", {Office.ADMINISTRATOR}, {"rec", "executive-committee", "wg-a", "wg-b", "wg-c", "wg-d"}),
        ("excom", {Office.CHAIR}, {"executive-committee"}),
        ("chair.a", {Office.CHAIR}, {"wg-a"}),
        ("kz.a", {Office.MEMBER}, {"wg-a"}),
        ("uz.b", {Office.MEMBER}, {"wg-b"}),
        ("observer.a", {Office.OBSERVER}, {"wg-a"}),
        ("focal.unicef", {Office.OBSERVER}, {"rec", "wg-a", "wg-b", "wg-c", "wg-d"}),
    ],
)
def test_the_promised_accounts(key, offices, bodies):
    account = person(key)
    assert {term.office for term in Appointment.objects.current().filter(person=account)} == offices
    assert sees(key) == bodies
    assert account.check_password(PASSPHRASE)


@pytest.mark.parametrize(
    ("key", "seat"),
    [
        ("kz.a", ("wg-a", "kazakhstan", "deciding")),
        ("uz.b", ("wg-b", "uzbekistan", "deciding")),
        ("observer.a", ("wg-a", "unodc", "observing")),
    ],
)
def test_the_seats_of_the_promised_accounts(key, seat):
    held = Appointment.objects.current().get(person=person(key)).seat
    assert (held.body.slug, held.organisation.slug, held.kind) == seat


def test_the_chairs_go_round_the_states_in_alphabetical_order():
    chairs = Appointment.objects.current().filter(office=Office.CHAIR).order_by("seat__body__order")
    assert [(term.seat.body.slug, term.seat.organisation.slug) for term in chairs] == [
        ("executive-committee", "kazakhstan"),
        ("wg-a", "kyrgyzstan"),
        ("wg-b", "tajikistan"),
        ("wg-c", "turkmenistan"),
        ("wg-d", "uzbekistan"),
    ]


def test_everybody_is_invented_and_nobody_superfluous():
    assert len({row.name for row in PEOPLE}) == len({row.key for row in PEOPLE}) == len(PEOPLE)
    assert all(row.email.endswith("@demo.example.org") for row in PEOPLE)
    used = {email.split("@")[0] for email in Appointment.objects.values_list("person__email", flat=True)}
    assert used == set(BY_KEY)


def test_languages_and_zones_vary_and_are_known():
    assert {row.language for row in PEOPLE} == {"en", "ru"}
    assert {row.time_zone for row in PEOPLE} <= set(zones.ALL_CITIES)
    assert len({row.time_zone for row in PEOPLE}) >= 9


def test_one_hash_serves_all():
    assert User.objects.values("password").distinct().count() == 1


def test_the_meetings_to_come():
    now = timezone.now()
    ahead = Meeting.objects.filter(starts_at__gt=now, series=None).select_related("body")
    meetings = {meeting.body.slug: meeting for meeting in ahead}
    assert {slug: meeting.state for slug, meeting in meetings.items()} == {
        "wg-a": MeetingState.CONVENED,
        "wg-b": MeetingState.CONVENED,
        "wg-c": MeetingState.CANCELLED,
        "wg-d": MeetingState.CONVENED,
        "executive-committee": MeetingState.DRAFT,
    }
    for slug, days in {"wg-b": 3, "wg-a": 8}.items():
        assert timedelta(days=days - 1) < meetings[slug].starts_at - now < timedelta(days=days + 3)
    assert zones.is_night(zones.local(meetings["wg-d"].starts_at, "America/New_York"))
    assert {slug: meeting.agenda.count() for slug, meeting in meetings.items() if slug != "wg-a"} == {
        "wg-b": 4, "wg-c": 4, "wg-d": 4, "executive-committee": 4,
    }  # fmt: skip


def test_nobody_meets_on_a_weekend():
    invented = Meeting.objects.exclude(body__slug="rec").exclude(series__isnull=False)
    assert invented.count() == 7
    assert all(meeting.wall_day.weekday() < 5 for meeting in invented)


def test_the_restricted_item_is_for_the_deciding_seats():
    meeting = Meeting.objects.get(title=REGULAR_A)
    assert [item.restricted for item in meeting.agenda.order_by("position")] == [False] * 4 + [True]
    shown = {key: len(agenda_of(meeting, person(key)).items) for key in ("secretariat", "kz.a", "observer.a", "admin")}
    assert shown == {"secretariat": 5, "kz.a": 5, "observer.a": 4, "admin": 4}


def test_some_have_answered_and_the_promised_member_has_not():
    answers = Invitation.objects.filter(meeting__title=REGULAR_A)
    assert answers.exclude(answer=Answer.NONE).count() == 5
    assert answers.get(person=person("kz.a")).answer == Answer.NONE
    # No state or organisation is shown saying no.
    assert not Invitation.objects.filter(answer=Answer.NO).exists()


def test_invitations_and_reminders_wait_in_the_outbox():
    meeting = Meeting.objects.get(title=REGULAR_A)
    kinds = set(OutboxMessage.objects.about(meeting).values_list("kind", flat=True))
    assert {"meetings.invitation", "meetings.reminder"} <= kinds
    assert OutboxMessage.objects.about(meeting).filter(recipient=person("kz.a"), kind="meetings.invitation").exists()


def test_no_welcome_mail_is_written_to_invented_people():
    assert not OutboxMessage.objects.filter(kind__startswith="accounts.").exists()


def test_loading_again_changes_nothing(load_again):
    before = snapshot()
    load_again()
    assert snapshot() == before


def test_a_term_that_was_ended_stays_ended(load_again):
    from councils.seats.services.appointments import end_appointment

    end_appointment(actor=None, appointment=Appointment.objects.get(person=person("kz.a")), reason="Tried out")
    load_again()
    assert not Appointment.objects.current().filter(person=person("kz.a")).exists()


def test_a_changed_passphrase_stays(load_again):
    member = person("kz.a")
    member.set_password("one of my own choosing")
    member.save()
    load_again()
    assert person("kz.a").check_password("one of my own choosing")


def test_it_refuses_outside_the_demo(settings):
    settings.OUTBOX_TIME_TRAVEL = False
    before = snapshot()
    with pytest.raises(CommandError, match="demo only"):
        call_command("seed_demo")
    assert snapshot() == before
