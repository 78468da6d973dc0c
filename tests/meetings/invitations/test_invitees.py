"""Whom a meeting can invite, in which order, and who is ticked beforehand."""

from datetime import timedelta

import pytest
from django.utils import timezone

from councils.bodies.choices import Office, SeatKind
from councils.organisations.choices import OrganisationKind
from meetings.calling.services.new_meeting_defaults import bodies_run_by, last_meeting
from meetings.invitations.services.invitees import invitable, usually_invited
from tests.factories import appoint, in_days, make_council, make_meeting, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(db):
    return make_council(groups=1).bodies.last()


def seat_of(group, name, kind=OrganisationKind.UN_ENTITY, **more):
    return make_seat(group, make_organisation(kind=kind, short_name_en=name, name_en=name), **more)


def test_seats_stand_by_protocol_order_with_their_people(group):
    appoint(group, seat=seat_of(group, "Alpha"), person=make_person("From Alpha"))
    appoint(group, seat=seat_of(group, "Zebra", OrganisationKind.MEMBER_STATE), person=make_person("From Zebra"))
    seat_of(group, "Beta", OrganisationKind.MEMBER_STATE)
    found = invitable([group])
    assert [(str(place.seat.organisation), place.person and place.person.name) for place in found.places] == [
        ("Beta", None),
        ("Zebra", "From Zebra"),
        ("Alpha", "From Alpha"),
    ]
    assert len(found.usual) == 2


def test_a_vacant_serving_seat_is_not_worth_a_word(group):
    make_seat(group, kind=SeatKind.SERVING)
    assert invitable([group]).places == []


def test_the_holder_is_ticked_the_alternate_can_be(group):
    seat = seat_of(group, "Alpha")
    holder = appoint(group, seat=seat)
    alternate = appoint(group, seat=seat, is_alternate=True)
    found = invitable([group])
    assert set(found.people) == {holder.public_id, alternate.public_id}
    assert found.usual == [holder.public_id]


def test_an_alternate_alone_is_ticked(group):
    alternate = appoint(group, is_alternate=True)
    assert invitable([group]).usual == [alternate.public_id]


def test_who_serves_can_be_ticked_who_administers_is_not_asked(group):
    secretary = appoint(group, Office.SECRETARY)
    appoint(group, Office.ADMINISTRATOR)
    found = invitable([group])
    assert list(found.people) == [secretary.public_id]
    assert found.usual == []


def test_former_coming_and_closed_people_are_not_asked(group):
    now = timezone.now()
    appoint(group, ends_at=now - timedelta(days=1))
    appoint(group, starts_at=now + timedelta(days=1))
    appoint(group, person=make_person(is_active=False))
    found = invitable([group])
    assert not found.people
    assert all(place.person is None for place in found.places)


def test_one_person_on_two_seats_is_ticked_once(group):
    person = appoint(group)
    appoint(group, person=person)
    found = invitable([group])
    assert len(found.places) == 2
    assert found.usual == [person.public_id]


def test_who_was_invited_and_left_stays_in_the_list(group):
    sitting, former = appoint(group), make_person("Former")
    found = invitable([group], [sitting, former])
    assert found.more == [former]
    assert found.chosen([former.public_id, sitting.public_id, "unknown"]) == [former, sitting]


def test_a_joint_list_has_the_seats_of_all(world):
    found = invitable([world.group_a, world.group_b])
    assert {world.member_a.public_id, world.member_b.public_id} <= set(found.people)
    assert world.member_b.public_id not in invitable([world.group_a]).people


def test_who_is_usually_invited_is_asked_in_one_query(world, django_assert_num_queries):
    bodies = [world.group_a, world.group_b, world.council]
    people = invitable(bodies)
    with django_assert_num_queries(1):
        found = usually_invited(bodies)
    assert found == people.chosen(people.usual)
    assert len(found) > 3


def test_the_list_costs_two_queries(world, django_assert_num_queries):
    for _ in range(10):
        appoint(world.group_a)
    with django_assert_num_queries(2):
        invitable([world.group_a, world.group_b])


class TestStart:
    def test_who_runs_what(self, world):
        assert set(bodies_run_by(world.secretary)) == {world.council, world.committee, world.group_a, world.group_b}
        for who in ("administrator", "chair_a", "member_a", "nobody", "inactive"):
            assert bodies_run_by(world.people[who]) == [], who

    def test_the_last_meeting_is_the_latest_that_was_made_known(self, world):
        assert last_meeting(world.secretary, world.group_a) is None
        make_meeting(world.group_a, when=in_days(5))
        latest = make_meeting(world.group_a, when=in_days(9))
        make_meeting(world.group_a, when=in_days(20), convened=False)
        make_meeting(world.group_b, when=in_days(30))
        assert last_meeting(world.secretary, world.group_a) == latest

    def test_nobody_starts_from_what_they_may_not_see(self, world):
        make_meeting(world.group_a)
        assert last_meeting(world.other_secretary, world.group_a) is None
