"""The rows of the invitee list, as people read them."""

import pytest

from councils.bodies.choices import Office
from councils.organisations.choices import OrganisationKind
from meetings.invitations.forms.invitees import InviteesForm
from meetings.invitations.services.invitees import invitable
from tests.factories import appoint, make_council, make_organisation, make_person, make_seat

pytestmark = pytest.mark.django_db


def rows_of(*groups, invited=()):
    people = invitable(groups, invited)
    form = InviteesForm(invitable=people, initial={"invitees": people.usual, "version": 1})
    return [(row["name"], row["detail"], row["tag"], bool(row["value"]), row["checked"]) for row in form.invitee_rows()]


def seat(group, name, **more):
    organisation = make_organisation(short_name_en=name, name_en=name, kind=OrganisationKind.MEMBER_STATE)
    return make_seat(group, organisation, **more)


def test_office_alternate_and_ministry_are_told():
    group = make_council(groups=1).bodies.last()
    first = seat(group, "Alpha", label_en="Ministry of Health")
    appoint(group, Office.CHAIR, make_person("Holder"), first)
    appoint(group, person=make_person("Second"), seat=first, is_alternate=True)
    seat(group, "Beta")
    assert rows_of(group) == [
        ("Alpha, Ministry of Health", "Holder, Chair", "", True, True),
        ("Alpha, Ministry of Health", "Second, alternate", "", True, False),
        ("Beta", "", "Vacant", False, False),
    ]


def test_in_a_joint_meeting_each_seat_says_of_which_body_and_nobody_is_ticked_twice():
    group, other = make_council(groups=2).bodies.order_by("order")[1:3]
    person = appoint(group, person=make_person("Twice"), seat=seat(group, "Alpha"))
    appoint(other, person=person, seat=seat(other, "Beta"))
    assert rows_of(group, other) == [
        (f"Alpha – {group.short_name}", "Twice", "", True, True),
        (f"Beta – {other.short_name}", "Twice", "Listed above", False, False),
    ]


def test_who_left_stands_last():
    group = make_council(groups=1).bodies.last()
    appoint(group, person=make_person("Sitting"), seat=seat(group, "Alpha"))
    assert rows_of(group, invited=[make_person("Former")])[-1] == ("Former", "", "No longer sits here", True, False)
