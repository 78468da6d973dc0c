"""Protocol order and vacant seats."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from councils.organisations.choices import OrganisationKind
from councils.organisations.models import Organisation
from councils.seats.models import Seat
from tests.factories import appoint, make_organisation, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations():
    def make(kind, english, russian):
        return make_organisation(kind=kind, short_name_en=english, short_name_ru=russian)

    make(OrganisationKind.SECRETARIAT, "A secretariat", "Б")
    make(OrganisationKind.REGIONAL, "Aardvark Union", "Я")
    make(OrganisationKind.FUND, "Zebra Fund", "")
    make(OrganisationKind.MEMBER_STATE, "Second", "Первая")
    make(OrganisationKind.MEMBER_STATE, "First", "Вторая")
    return Organisation.objects.order_by()


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["First", "Second", "Aardvark Union", "Zebra Fund", "A secretariat"]),
        ("ru", ["Вторая", "Первая", "Zebra Fund", "Я", "Б"]),
    ],
)
def test_states_come_first_by_the_readers_alphabet_and_the_secretariat_last(organisations, language, order):
    with override(language):
        assert [row.short_name for row in organisations.by_protocol()] == order
        assert [row.short_name for row in organisations.with_protocol().order_by("rank", "listed_as")] == order


def test_seats_of_one_organisation_stand_together_by_label(world):
    organisation = make_organisation(short_name_en="AA", kind=OrganisationKind.MEMBER_STATE)
    later = make_seat(world.council, organisation, label_en="Ministry of Health")
    first = make_seat(world.council, organisation)
    assert list(Seat.objects.filter(body=world.council).by_protocol())[:2] == [first, later]


def test_a_seat_is_vacant_without_a_holder_whatever_its_alternates(world):
    seat = make_seat(world.group_a)
    appoint(world.group_a, seat=seat, is_alternate=True)
    here = Seat.objects.filter(body=world.group_a)
    assert list(here.vacant(timezone.now())) == [seat]
    appoint(world.group_a, seat=seat, starts_at=datetime(2024, 6, 1, tzinfo=UTC))
    assert not here.vacant(timezone.now()).exists()
    assert seat in here.vacant(datetime(2024, 5, 1, tzinfo=UTC))
