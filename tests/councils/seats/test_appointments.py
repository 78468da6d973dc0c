"""Filling seats and ending terms: every refusal, the days of the body's zone, and what follows for access."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from councils.bodies.choices import FITTING_OFFICES, Office, SeatKind
from councils.bodies.models import Body, OfficeGroup
from councils.organisations.choices import OrganisationKind
from councils.seats.models import Appointment
from councils.seats.services.appointments import appoint_person, end_appointment
from councils.seats.services.people import Newcomer
from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, Refusal
from tests.factories import make_council, make_person, make_seat

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 7, tzinfo=UTC)  # 12:00 in Tashkent
TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def seat(world):
    return make_seat(world.group_a)


def appoint(seat, person=None, **fields):
    fields = {"actor": None, "office": FITTING_OFFICES[SeatKind(seat.kind)][0], "starts_on": TODAY} | fields
    return appoint_person(seat=seat, person=person or make_person(), **fields)


def end(appointment, **fields):
    return end_appointment(appointment=appointment, **({"actor": None, "reason": "Term completed"} | fields))


def refused(field, call, *args, **fields):
    with pytest.raises(InvalidInput) as refusal:
        call(*args, **fields)
    assert refusal.value.field == field, refusal.value.message
    return str(refusal.value.message)


def test_days_are_those_of_the_bodys_zone(world, seat):
    appointment = appoint(seat, actor=world.secretary, ends_on=date(2026, 12, 31))
    assert appointment.starts_at == datetime(2026, 3, 9, 19, tzinfo=UTC)
    assert appointment.ends_at == datetime(2026, 12, 31, 19, tzinfo=UTC)


def test_an_appointment_leaves_history_an_event_and_membership_of_the_office_group(world, seat):
    person = make_person("Sample Person")
    appointment = appoint(seat, person, actor=world.secretary, office=Office.CHAIR)
    assert appointment.history.get().history_user == world.secretary
    event = AuditEvent.objects.about(appointment).get()
    assert (event.verb, event.actor, event.root_id) == ("appointment.made", world.secretary, world.group_a.pk)
    assert "Sample Person" in event.target_name
    assert OfficeGroup.objects.get(group__user=person).office == Office.CHAIR
    assert policy.can(person, "look_inside", world.group_a)


def test_a_person_is_found_by_address_in_capitals_or_not(seat):
    known = make_person(email="known@example.org")
    assert appoint(seat, Newcomer(email=" Known@Example.ORG ")).person == known
    assert User.objects.filter(email__iexact="known@example.org").count() == 1


def test_an_unknown_address_makes_a_person_without_a_password(world, seat):
    newcomer = Newcomer("New.One@example.org", " New One ", "Adviser", "ru", "Asia/Bishkek")
    person = appoint(seat, newcomer, actor=world.secretary).person
    assert (person.email, person.name, person.job_title) == ("new.one@example.org", "New One", "Adviser")
    assert (person.language, person.time_zone) == ("ru", "Asia/Bishkek")
    assert not person.has_usable_password()
    assert AuditEvent.objects.about(person).get().verb == "person.created"


def test_an_unknown_address_needs_a_name_and_a_known_one_the_same_name(seat):
    make_person("Known Person", email="known@example.org")
    refused("name", appoint, seat, Newcomer("new@example.org", "  "))
    message = refused("name", appoint, seat, Newcomer("known@example.org", "Another Person"))
    assert "Known Person" not in message
    assert appoint(seat, Newcomer("known@example.org", "known  PERSON")).person.name == "Known Person"


def test_a_refused_appointment_leaves_no_new_person(seat):
    appoint(seat)
    refused("seat", appoint, seat, Newcomer("new@example.org", "New"))
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("kind", SeatKind.values)
@pytest.mark.parametrize("office", Office.values)
def test_only_a_fitting_office_goes_with_a_seat(world, kind, office):
    seat = make_seat(world.group_a, kind=kind)
    if office in FITTING_OFFICES[SeatKind(kind)]:
        assert appoint(seat, office=office).office == office
    else:
        refused("office", appoint, seat, office=office)


@pytest.mark.parametrize("actor", ["member_a", "chair_a", "observer_a", "member_b", "nobody", "other_secretary"])
def test_others_may_not_appoint_or_end(world, seat, actor):
    with pytest.raises(NotAllowed):
        appoint(seat, actor=world.people[actor])
    mine = Appointment.objects.get(person=world.member_a)
    with pytest.raises(NotAllowed):
        end(mine, actor=world.people[actor])


def test_only_an_administrator_makes_or_ends_an_administrator(world):
    seat = make_seat(world.council, kind=SeatKind.SERVING)
    with pytest.raises(NotAllowed):
        appoint(seat, actor=world.secretary, office=Office.ADMINISTRATOR)
    second = appoint(seat, actor=world.administrator, office=Office.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        end(second, actor=world.secretary)
    assert end(second, actor=world.administrator).ends_at == NOON


def test_a_seat_has_one_holder_at_a_time(seat):
    appoint(seat, starts_on=TODAY - 10 * DAY, ends_on=TODAY + 10 * DAY)
    for starts, ends in [(-20, -10), (-20, 20), (-20, None), (-5, 5), (10, 12), (10, None)]:
        refused("seat", appoint, seat, starts_on=TODAY + starts * DAY, ends_on=ends and TODAY + ends * DAY)
    appoint(seat, starts_on=TODAY - 20 * DAY, ends_on=TODAY - 11 * DAY)
    appoint(seat, starts_on=TODAY + 11 * DAY)


def test_alternates_stand_beside_the_holder_and_each_other(seat):
    appoint(seat)
    appoint(seat, is_alternate=True)
    appoint(seat, is_alternate=True)
    assert Appointment.objects.current().filter(seat=seat).count() == 3


@pytest.mark.parametrize("is_alternate", [True, False])
def test_nobody_is_twice_in_one_seat_at_once(seat, is_alternate):
    person = appoint(seat, is_alternate=True).person
    refused("email", appoint, seat, person, is_alternate=is_alternate)


def test_one_person_may_fill_two_seats(world, seat):
    person = appoint(seat).person
    assert appoint(make_seat(world.group_a), person).person == person


def test_wrong_days_are_refused_at_their_field(seat):
    refused("ends_on", appoint, seat, ends_on=TODAY - DAY)
    refused("starts_on", appoint, seat, starts_on=date(1, 1, 1))
    refused("ends_on", appoint, seat, ends_on=date.max)
    assert appoint(seat, ends_on=TODAY).ends_at == NOON + timedelta(hours=12)


def test_a_barred_person_is_not_appointed(seat):
    refused("email", appoint, seat, make_person(is_active=False))


def test_ending_now_closes_the_body_at_once(world, seat):
    appointment = appoint(seat)
    person = User.objects.get(pk=appointment.person_id)
    assert policy.can(person, "see", world.group_a)
    ended = end(appointment, actor=world.secretary)
    assert (ended.ends_at, ended.end_reason) == (NOON, "Term completed")
    policy.Access.forget(person)
    assert not policy.can(person, "see", world.group_a)
    assert not OfficeGroup.objects.filter(group__user=person).exists()
    event = AuditEvent.objects.about(appointment).first()
    assert (event.verb, event.reason) == ("appointment.ended", "Term completed")


def test_ending_with_a_day_keeps_the_seat_until_that_day_is_over(world, seat):
    appointment = appoint(seat)
    end(appointment, ends_on=TODAY)
    person = User.objects.get(pk=appointment.person_id)
    with time_machine.travel(datetime(2026, 3, 10, 18, 59, tzinfo=UTC), tick=False):
        assert policy.can(person, "see", world.group_a)
    policy.Access.forget(person)
    with time_machine.travel(datetime(2026, 3, 10, 19, tzinfo=UTC), tick=False):
        assert not policy.can(person, "see", world.group_a)


def test_a_term_begins_by_the_clock(world, seat):
    person = appoint(seat, starts_on=TODAY + DAY).person
    assert not policy.can(person, "see", world.group_a)
    policy.Access.forget(person)
    with time_machine.travel(datetime(2026, 3, 10, 19, tzinfo=UTC), tick=False):
        assert policy.can(person, "see", world.group_a)


def test_ending_one_seat_leaves_the_other(world, seat):
    first = appoint(seat)
    appoint(make_seat(world.group_b), first.person)
    end(first)
    person = User.objects.get(pk=first.person_id)
    assert not policy.can(person, "look_inside", world.group_a)
    assert policy.can(person, "look_inside", world.group_b)
    assert OfficeGroup.objects.get(group__user=person).body == world.group_b


def test_a_second_term_of_the_same_office_keeps_the_person_in_the_group(world, seat):
    first = appoint(seat)
    appoint(make_seat(world.group_a), first.person)
    end(first)
    assert policy.can(User.objects.get(pk=first.person_id), "look_inside", world.group_a)


def test_ending_asks_why(seat):
    refused("reason", end, appoint(seat), reason="  ")


def test_a_term_that_is_over_is_not_ended_again(seat):
    appointment = end(appoint(seat))
    with pytest.raises(Refusal, match="over already"):
        end(appointment)


def test_a_coming_term_is_taken_back(seat):
    appointment = end(appoint(seat, starts_on=TODAY + 5 * DAY))
    assert appointment.ends_at == appointment.starts_at
    assert not Appointment.objects.between(NOON, None).filter(seat=seat).exists()
    appoint(seat, starts_on=TODAY + 5 * DAY)


def test_a_last_day_before_the_first_is_refused(seat):
    refused("ends_on", end, appoint(seat), ends_on=TODAY - DAY)
    refused("ends_on", end, appoint(make_seat(seat.body)), ends_on=date.max)


def test_a_past_last_day_corrects_the_record(seat):
    appointment = appoint(seat, starts_on=TODAY - 30 * DAY)
    assert end(appointment, ends_on=TODAY - 10 * DAY).ends_at == datetime(2026, 2, 28, 19, tzinfo=UTC)


def test_a_term_may_be_lengthened_unless_somebody_follows(seat):
    first = appoint(seat, ends_on=TODAY + 5 * DAY)
    end(first, ends_on=TODAY + 6 * DAY)
    appoint(seat, starts_on=TODAY + 7 * DAY)
    refused("seat", end, first, ends_on=TODAY + 7 * DAY)


def test_a_seat_changes_hands_within_a_day(seat):
    leaver = end(appoint(seat, starts_on=TODAY - DAY))
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        follower = appoint(seat)
    assert follower.starts_at == leaver.ends_at == NOON
    assert appoint(make_seat(seat.body), is_alternate=True).starts_at == datetime(2026, 3, 9, 19, tzinfo=UTC)


def test_the_grants_of_the_actor_are_read_again_after_the_lock(world, seat):
    secretary = world.secretary
    assert policy.can(secretary, "appoint", seat)
    end(Appointment.objects.get(person=secretary))
    with pytest.raises(NotAllowed):
        appoint(seat, actor=secretary)


def test_who_sat_here(seat):
    first = appoint(seat, starts_on=TODAY - 20 * DAY, ends_on=TODAY - 10 * DAY)
    second = appoint(seat, starts_on=TODAY - 9 * DAY)
    here = Appointment.objects.filter(seat=seat)
    assert list(here.on(NOON - 15 * DAY)) == [first]
    assert list(here.current()) == [second]
    assert set(here.between(NOON - 30 * DAY, NOON)) == {first, second}
    assert list(here.ended(NOON)) == [first]


def test_a_council_of_its_own_is_not_the_secretarys_of_another(world):
    other = make_council(groups=1)
    seat = make_seat(Body.objects.get(parent=other, letter="a"))
    assert seat.organisation.kind == OrganisationKind.INTERNATIONAL
    with pytest.raises(NotAllowed):
        appoint(seat, actor=world.secretary)
