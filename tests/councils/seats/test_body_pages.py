"""The tree of bodies and a body's page: what each kind of reader finds there, and what it costs."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from councils.bodies.choices import Office, SeatKind
from councils.bodies.services.bodies import create_body
from councils.organisations.choices import OrganisationKind
from councils.seats.models import Appointment, Seat
from rec_portal.audit.models import AuditEvent
from tests.factories import appoint, make_body, make_council, make_organisation, make_person, make_seat
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOON, tick=False):
        yield


def page(client, body, query=""):
    return client.get(f"/bodies/{body.slug}/{query}")


def text_of(response):
    return response.content.decode()


def fill(body, number):
    for count in range(number):
        appoint(body, person=make_person(f"Filled {count}"))
        appoint(body, person=make_person(f"Former {count}"), ends_at=datetime(2024, 6, 1, tzinfo=UTC))


class TestTree:
    def test_a_member_sees_the_council_and_what_they_are(self, world, client_of):
        text = text_of(client_of("chair_a").get("/bodies/"))
        for body in (world.council, world.committee, world.group_a, world.group_b):
            assert f'href="/bodies/{body.slug}/"' in text
        assert f"/bodies/{world.other_council.slug}/" not in text
        assert text.count("You: Chair") == 1

    def test_councils_stand_apart(self, world, client_of):
        appoint(world.other_council, person=world.member_a)
        text = text_of(client_of("member_a").get("/bodies/"))
        assert text.count('<section class="card"') == 2

    def test_vacant_seats_are_counted_for_who_fills_them(self, world, client_of):
        make_seat(world.group_a)
        assert "1 vacant seat" in text_of(client_of("secretary").get("/bodies/"))
        assert "vacant" not in text_of(client_of("member_a").get("/bodies/"))

    def test_somebody_without_a_seat_reads_why_it_is_empty(self, client_of):
        assert "You do not sit in any group yet." in text_of(client_of("nobody").get("/bodies/"))

    @pytest.mark.parametrize("bodies", [1, 10])
    def test_cost(self, world, client_of, bodies, django_assert_max_num_queries):
        for _number in range(bodies):
            make_body(world.council)
        client = client_of("secretary")
        with django_assert_max_num_queries(8):
            client.get("/bodies/")


class TestBody:
    @pytest.mark.parametrize("actor", ["nobody", "other_secretary"])
    def test_another_councils_body_is_not_there(self, world, client_of, actor):
        client = client_of(actor)
        assert page(client, world.group_a).status_code == 404
        assert client.get("/bodies/no-such-body/").status_code == 404

    def test_a_member_of_another_group_sees_organisations_only(self, world, client_of):
        make_seat(world.group_a, make_organisation(short_name_en="Sample Union"))
        text = text_of(page(client_of("member_b"), world.group_a))
        assert "Sample Union" in text
        for hidden in ("Member A", "Chair A", "Observer A", "Vacant", "vacant", "End term", "Who sat here"):
            assert hidden not in text
        assert "shown only to those who sit here" in text

    def test_a_member_sees_people_vacancies_and_chairs(self, world, client_of):
        make_seat(world.group_a)
        text = text_of(page(client_of("member_a"), world.group_a))
        for shown in ("Member A", "Observer A", "Vacant", "Chair: Chair A"):
            assert shown in text
        for hidden in ("End term", "/appoint/", "Past appointments"):
            assert hidden not in text

    def test_the_secretariat_appoints_and_sees_the_past(self, world, client_of):
        appoint(world.group_a, person=make_person("Former Member"), ends_at=datetime(2024, 6, 1, tzinfo=UTC))
        seat = make_seat(world.group_a)
        text = text_of(page(client_of("secretary"), world.group_a))
        for shown in ("Former Member", "Past appointments", "End term", f"?seat={seat.public_id}"):
            assert shown in text

    def test_seats_stand_by_protocol_and_the_secretariat_last(self, world, client_of):
        make_seat(world.group_a, make_organisation(kind=OrganisationKind.SECRETARIAT, short_name_en="AAA"), "serving")
        make_seat(world.group_a, make_organisation(kind=OrganisationKind.MEMBER_STATE, short_name_en="ZZZ"))
        lines = page(client_of("member_a"), world.group_a).context["lines"]
        assert [line.seat.organisation.short_name for line in (lines[0], lines[-1])] == ["ZZZ", "AAA"]

    def test_coming_terms_are_shown_with_their_first_day(self, world, client_of):
        seat = make_seat(world.group_a)
        appoint(world.group_a, seat=seat, person=make_person("Coming"), starts_at=NOON + timedelta(days=3))
        text = text_of(page(client_of("member_a"), world.group_a))
        assert "Coming" in text
        assert "since Fri 13 March 2026" in text
        assert "Vacant" in text

    def test_a_body_without_seats_offers_the_first_one(self, world, client_of):
        assert "There is no seat here yet." in text_of(page(client_of("secretary"), world.committee))

    @pytest.mark.parametrize("rows", [1, 10])
    @pytest.mark.parametrize("actor", ["secretary", "member_a"])
    def test_cost(self, world, client_of, rows, actor, django_assert_max_num_queries):
        fill(world.group_a, rows)
        client = client_of(actor)
        with django_assert_max_num_queries(12):
            assert page(client, world.group_a).status_code == 200

    @pytest.mark.parametrize("rows", [1, 10])
    def test_cost_with_meetings_and_history(self, world, client_of, rows, django_assert_max_num_queries):
        body = create_body(
            actor=None, kind="working_group", slug="wg-x", parent=world.council, name_en="X", short_name_en="X"
        )
        fill(body, rows)
        for _number in range(rows):
            make_meeting(body)
        client = client_of("secretary")
        with django_assert_max_num_queries(12):
            assert "Group created" in text_of(page(client, body))

    def test_past_terms_stand_the_last_one_first_and_are_not_endless(self, world, client_of):
        seat = make_seat(world.group_a)
        for number in range(30):
            start = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=number)
            person = make_person(f"Former {number}")
            appoint(world.group_a, seat=seat, person=person, starts_at=start, ends_at=start + timedelta(days=1))
        past = page(client_of("secretary"), world.group_a).context["past"]
        assert [term.name for term in past] == [f"Former {number}" for number in range(29, 4, -1)]


class TestOnADay:
    @pytest.fixture
    def handed_over(self, world):
        seat = make_seat(world.group_a)
        handover = datetime(2025, 6, 1, 9, tzinfo=UTC)
        appoint(world.group_a, seat=seat, person=make_person("Predecessor"), ends_at=handover)
        appoint(world.group_a, seat=seat, person=make_person("Successor"), starts_at=handover)
        return seat

    @pytest.mark.parametrize(
        ("day", "shown", "hidden"),
        [
            ("2025-05-31", ["Predecessor"], ["Successor"]),
            ("2025-06-01", ["Predecessor", "Successor"], []),
            ("2025-06-02", ["Successor"], ["Predecessor"]),
            ("01.06.2025", ["Predecessor", "Successor"], []),
        ],
    )
    def test_who_sat_here(self, world, client_of, handed_over, day, shown, hidden):
        text = text_of(page(client_of("member_a"), world.group_a, f"?on={day}"))
        assert all(name in text for name in shown)
        assert not any(name in text for name in hidden)

    def test_a_banner_says_that_it_is_not_now(self, world, client_of, handed_over):
        text = text_of(page(client_of("secretary"), world.group_a, "?on=2025-06-01"))
        assert "Members as of Sunday 1 June 2025." in text
        assert "End term" not in text
        assert "Members as of" not in text_of(page(client_of("secretary"), world.group_a))

    def test_a_day_that_is_not_is_said_at_the_field(self, world, client_of, handed_over):
        text = text_of(page(client_of("member_a"), world.group_a, "?on=2025-02-31"))
        assert "This is not a day in the calendar." in text
        assert "Successor" in text

    def test_outsiders_learn_nothing_by_asking_for_a_day(self, world, client_of, handed_over):
        text = text_of(page(client_of("member_b"), world.group_a, "?on=2025-06-01"))
        assert "Predecessor" not in text
        assert "Members as of" not in text

    def test_a_former_colleague_is_named_but_their_page_stays_closed(self, world, client_of, handed_over):
        text = text_of(page(client_of("member_a"), world.group_a, "?on=2025-05-31"))
        former = Appointment.objects.get(person__name="Predecessor").person
        assert "Predecessor" in text
        assert f"/people/{former.public_id}/" not in text

    @pytest.mark.parametrize("rows", [1, 10])
    def test_cost(self, world, client_of, rows, django_assert_max_num_queries):
        fill(world.group_a, rows)
        client = client_of("secretary")
        with django_assert_max_num_queries(12):
            page(client, world.group_a, "?on=2024-05-20")


class TestNewSeat:
    def url(self, body):
        return f"/bodies/{body.slug}/seats/new/"

    def test_the_secretariat_adds_a_seat(self, world, client_of):
        organisation = make_organisation(short_name_en="Sample Union")
        response = client_of("secretary").post(
            self.url(world.group_a), {"organisation": organisation.public_id, "kind": SeatKind.OBSERVING}, follow=True
        )
        assert "Sample Union has a seat here now." in text_of(response)
        seat = Seat.objects.get(organisation=organisation)
        assert (seat.body, seat.kind) == (world.group_a, SeatKind.OBSERVING)
        assert AuditEvent.objects.about(seat).get().actor == world.secretary

    def test_the_same_seat_again_is_refused_at_the_label(self, world, client_of):
        seat = make_seat(world.group_a)
        data = {"organisation": seat.organisation.public_id, "kind": seat.kind, "label_ru": "Ярлык"}
        response = client_of("secretary").post(self.url(world.group_a), data)
        assert response.status_code == 422
        assert "label_en" in response.context["form"].errors
        assert "Ярлык" in text_of(response)

    def test_an_organisation_that_is_not_offered_is_refused(self, world, client_of):
        response = client_of("secretary").post(self.url(world.group_a), {"organisation": "nonsense", "kind": "serving"})
        assert "organisation" in response.context["form"].errors

    @pytest.mark.parametrize("actor", ["member_a", "chair_a", "nobody", "other_secretary"])
    def test_others_find_no_such_page(self, world, client_of, actor):
        client = client_of(actor)
        assert client.get(self.url(world.group_a)).status_code == 404
        assert client.post(self.url(world.group_a), {}).status_code == 404


def test_a_reader_of_a_group_alone_still_sees_it(client_of, world):
    """Somebody may know a group by a grant of its own without knowing its council."""
    from councils.bodies.services.hand_grants import grant_by_hand

    grant_by_hand(
        actor=None,
        body=world.group_a,
        person=world.nobody,
        permission="list_body",
        reason="Prepares a briefing",
        expires_at=NOON + timedelta(days=1),
    )
    text = text_of(client_of("nobody").get("/bodies/"))
    assert world.group_a.name in text
    assert world.council.name not in text


def test_offices_of_another_council_do_not_mix(world, client_of):
    other = make_council(groups=1)
    appoint(other, Office.CHAIR, world.member_a)
    assert page(client_of("member_a"), other).status_code == 200
    assert page(client_of("member_b"), other).status_code == 404


def test_pages_read_in_russian(world, client_of):
    client = client_of("member_a")
    world.group_a.name_ru = "Рабочая группа (a)"
    world.group_a.save()
    world.member_a.language = "ru"
    world.member_a.save()
    client.cookies["django_language"] = "ru"
    assert "Рабочая группа (a)" in text_of(page(client, world.group_a))


def test_the_day_is_a_day_of_the_bodys_zone(world, client_of):
    seat = make_seat(world.group_a)
    appoint(world.group_a, seat=seat, person=make_person("Early"), ends_at=datetime(2025, 6, 1, 19, tzinfo=UTC))
    assert "Early" in text_of(page(client_of("member_a"), world.group_a, f"?on={date(2025, 6, 1)}"))
    assert "Early" not in text_of(page(client_of("member_a"), world.group_a, f"?on={date(2025, 6, 2)}"))
