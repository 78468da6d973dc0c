"""Appointing and ending terms in the browser's forms."""

from datetime import UTC, datetime

import pytest
import time_machine

from councils.bodies.choices import Office, SeatKind
from councils.seats.models import Appointment
from rec_portal.accounts.models import User
from tests.factories import appoint, make_person, make_seat

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOON, tick=False):
        yield


def typed(seat, **fields):
    defaults = {
        "seat": seat.public_id,
        "email": "new.person@example.org",
        "name": "New Person",
        "job_title": "",
        "language": "ru",
        "time_zone": "Asia/Bishkek",
        "office": Office.MEMBER,
        "starts_on": "2026-03-10",
        "ends_on": "",
    }
    return defaults | fields


def url(body):
    return f"/bodies/{body.slug}/appoint/"


def end_url(appointment):
    return f"/appointments/{appointment.public_id}/end/"


class TestAppoint:
    def test_the_form_opens_with_the_chosen_seat_and_today(self, world, client_of):
        seat = make_seat(world.group_a, kind=SeatKind.OBSERVING)
        form = client_of("secretary").get(url(world.group_a), {"seat": seat.public_id, "alternate": 1}).context["form"]
        assert (form["seat"].value(), form["office"].value()) == (seat.public_id, Office.OBSERVER)
        assert form["is_alternate"].value() is True
        assert form["starts_on"].value().isoformat() == "2026-03-10"

    def test_the_form_opens_without_a_seat_too(self, world, client_of):
        for address in (url(world.group_a), url(world.group_a) + "?seat=nonsense", url(world.committee)):
            response = client_of("secretary").get(address)
            assert response.status_code == 200
            assert response.context["form"]["seat"].value() is None

    def test_a_new_person_is_appointed(self, world, client_of):
        seat = make_seat(world.group_a)
        response = client_of("secretary").post(url(world.group_a), typed(seat, ends_on="31.12.2026"), follow=True)
        assert "New Person is appointed." in response.content.decode()
        appointment = Appointment.objects.get(person__email="new.person@example.org")
        assert (appointment.seat, appointment.office, appointment.is_alternate) == (seat, Office.MEMBER, False)
        assert appointment.ends_at == datetime(2026, 12, 31, 19, tzinfo=UTC)
        assert appointment.person.language == "ru"

    @pytest.mark.parametrize(
        ("field", "fields"),
        [
            ("seat", {"seat": ""}),
            ("seat", {"seat": "nonsense"}),
            ("email", {"email": "no address"}),
            ("name", {"name": ""}),
            ("name", {"name": "x" * 10_000}),
            ("name", {"name": "Turned \u202e Name"}),
            ("name", {"name": "Zero \x00 byte"}),
            ("office", {"office": Office.OBSERVER}),
            ("office", {"office": Office.ADMINISTRATOR}),
            ("language", {"language": "xx"}),
            ("time_zone", {"time_zone": "Mars/Base"}),
            ("starts_on", {"starts_on": "2026-02-31"}),
            ("starts_on", {"starts_on": "0001-01-01"}),
            ("ends_on", {"ends_on": "2026-03-09"}),
        ],
    )
    def test_a_wrong_entry_is_said_at_its_field_and_nothing_typed_is_lost(self, world, client_of, field, fields):
        seat = make_seat(world.group_a)
        response = client_of("secretary").post(url(world.group_a), typed(seat, job_title="Chief of Samples") | fields)
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert "Chief of Samples" in response.content.decode()
        assert not Appointment.objects.filter(seat=seat).exists()
        assert not User.objects.filter(email="new.person@example.org").exists()

    def test_a_taken_seat_says_who_holds_it(self, world, client_of):
        seat = Appointment.objects.get(person=world.member_a).seat
        response = client_of("secretary").post(url(world.group_a), typed(seat))
        assert "Member A holds this seat at that time." in response.content.decode()

    def test_a_seat_of_another_body_is_not_offered(self, world, client_of):
        seat = make_seat(world.group_b)
        response = client_of("secretary").post(url(world.group_a), typed(seat))
        assert "seat" in response.context["form"].errors

    def test_only_an_administrator_is_offered_that_office(self, world, client_of):
        seat = make_seat(world.council, kind=SeatKind.SERVING)
        data = typed(seat, office=Office.ADMINISTRATOR)
        assert client_of("secretary").post(url(world.council), data).status_code == 422
        assert client_of("administrator").post(url(world.council), data).status_code == 302

    @pytest.mark.parametrize("actor", ["member_a", "chair_a", "member_b", "nobody", "other_secretary"])
    def test_others_find_no_such_page(self, world, client_of, actor):
        client = client_of(actor)
        assert client.get(url(world.group_a)).status_code == 404
        assert client.post(url(world.group_a), typed(make_seat(world.group_a))).status_code == 404

    def test_a_second_press_changes_nothing(self, world, client_of):
        seat, client = make_seat(world.group_a), client_of("secretary")
        assert client.post(url(world.group_a), typed(seat)).status_code == 302
        assert client.post(url(world.group_a), typed(seat)).status_code == 422
        assert Appointment.objects.filter(seat=seat).count() == 1

    @pytest.mark.parametrize("rows", [1, 10])
    def test_cost(self, world, client_of, rows, django_assert_max_num_queries):
        for _number in range(rows):
            make_seat(world.group_a)
        client = client_of("secretary")
        with django_assert_max_num_queries(8):
            client.get(url(world.group_a))


class TestEnd:
    @pytest.fixture
    def term(self, world):
        return Appointment.objects.get(person=world.member_a)

    def test_ending_now(self, world, client_of, term):
        data = {"ends": "now", "ends_on": "", "reason": "Moved to another post"}
        response = client_of("secretary").post(end_url(term), data, follow=True)
        assert "The term of Member A is ended." in response.content.decode()
        term.refresh_from_db()
        assert (term.ends_at, term.end_reason) == (NOON, "Moved to another post")
        assert client_of("member_a").get(f"/bodies/{world.group_a.slug}/").status_code == 404

    def test_ending_with_a_day(self, client_of, term):
        data = {"ends": "day", "ends_on": "2026-03-31", "reason": "Term completed"}
        assert client_of("secretary").post(end_url(term), data).status_code == 302
        term.refresh_from_db()
        assert term.ends_at == datetime(2026, 3, 31, 19, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("field", "fields"),
        [
            ("ends", {"ends": ""}),
            ("ends_on", {"ends": "day"}),
            ("ends_on", {"ends": "day", "ends_on": "2026-02-31"}),
            ("ends_on", {"ends": "day", "ends_on": "2023-01-01"}),
            ("ends_on", {"ends": "now", "ends_on": "2026-03-31"}),
            ("reason", {"reason": ""}),
            ("reason", {"reason": "x" * 201}),
        ],
    )
    def test_a_wrong_entry_is_said_at_its_field(self, client_of, term, field, fields):
        data = {"ends": "now", "ends_on": "", "reason": "Term completed"} | fields
        response = client_of("secretary").post(end_url(term), data)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        term.refresh_from_db()
        assert term.ends_at is None

    def test_the_last_administrator_is_told_on_the_page(self, world, client_of):
        term = Appointment.objects.get(person=world.administrator)
        response = client_of("administrator").post(end_url(term), {"ends": "now", "ends_on": "", "reason": "Leaves"})
        assert response.status_code == 422
        assert "This is the last administrator of the council." in response.content.decode()

    def test_a_term_that_is_over_says_so(self, client_of, term):
        client = client_of("secretary")
        data = {"ends": "now", "ends_on": "", "reason": "Leaves"}
        client.post(end_url(term), data)
        assert "This term is over already." in client.get(end_url(term)).content.decode()
        assert "This term is over already." in client.post(end_url(term), data).content.decode()

    def test_who_ends_their_own_last_term_lands_where_they_may(self, world, client_of):
        secretary = appoint(world.group_a, Office.SECRETARY, make_person("Own Goal"))
        term = Appointment.objects.get(person=secretary)
        response = client_of(secretary).post(end_url(term), {"ends": "now", "ends_on": "", "reason": "Leaves"})
        assert (response.status_code, response["Location"]) == (302, "/bodies/")

    @pytest.mark.parametrize("actor", ["member_a", "chair_a", "member_b", "nobody", "other_secretary"])
    def test_others_find_no_such_page(self, client_of, term, actor):
        client = client_of(actor)
        assert client.get(end_url(term)).status_code == 404
        assert client.post(end_url(term), {"ends": "now", "reason": "No"}).status_code == 404
        term.refresh_from_db()
        assert term.ends_at is None

    def test_getting_the_page_changes_nothing(self, client_of, term, django_assert_max_num_queries):
        client = client_of("secretary")
        with django_assert_max_num_queries(8):
            assert client.get(end_url(term)).status_code == 200
        term.refresh_from_db()
        assert term.ends_at is None
