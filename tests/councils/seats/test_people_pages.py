"""The list of people, a person's page, and barring somebody in the browser."""

from datetime import UTC, datetime

import pytest
import time_machine

from councils.seats.models import Appointment
from councils.seats.services.appointments import end_appointment
from rec_portal.accounts.models import User
from tests.factories import appoint, make_person

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def names(client, query=""):
    return {line.person.name for line in client.get(f"/people/{query}").context["lines"]}


class TestList:
    def test_those_one_sits_with(self, world, client_of):
        assert names(client_of("member_a")) == {"Member A", "Chair A", "Observer A", "Inactive"}
        assert names(client_of("member_b")) == {"Member B"}
        assert names(client_of("nobody")) == {"Nobody"}
        assert {"Member A", "Member B", "Secretary"} <= names(client_of("secretary"))
        assert "Other Secretary" not in names(client_of("secretary"))

    def test_the_filter_by_group_offers_only_groups_one_may_look_into(self, world, client_of):
        client = client_of("member_a")
        form = client.get("/people/").context["filters"]
        assert [slug for slug, _name in form.fields["body"].choices] == ["", world.group_a.slug]
        assert "body" in client.get(f"/people/?body={world.group_b.slug}").context["filters"].errors
        assert names(client_of("secretary"), f"?body={world.group_b.slug}") == {"Member B"}

    @pytest.mark.parametrize("words", ["member", "MEMBER a", "a  chief", "(sample)", "гайрат"])
    def test_the_filter_by_words(self, world, client_of, words):
        world.member_a.job_title = "Chief (Sample), Гайрат"
        world.member_a.save()
        assert names(client_of("chair_a"), f"?words={words}") == {"Member A"}

    def test_words_that_fit_nobody(self, client_of):
        assert "Nobody fits." in text_of(client_of("member_a").get("/people/?words=.*"))
        response = client_of("member_a").get("/people/?words=%E2%80%AE")
        assert "words" in response.context["filters"].errors

    def test_addresses_are_not_searched(self, world, client_of):
        assert names(client_of("member_a"), f"?words={world.chair_a.email}") == set()

    def test_pages_by_key(self, world, client_of):
        for number in range(60):
            appoint(world.group_a, person=make_person(f"Filled {number:02}"))
        client = client_of("member_a")
        found, address = [], "/people/?words=filled"
        while address:
            page = client.get(address).context["page"]
            found += [row.name for row in page.rows]
            address = page.next_url
        assert found == sorted(found)
        assert len(found) == 60

    @pytest.mark.parametrize("rows", [1, 10])
    def test_cost(self, world, client_of, rows, django_assert_max_num_queries):
        for _number in range(rows):
            appoint(world.group_a)
        client = client_of("secretary")
        with django_assert_max_num_queries(7):
            client.get("/people/")


class TestPerson:
    def url(self, person):
        return f"/people/{person.public_id}/"

    def test_a_colleague_sees_seats_and_local_time_but_no_address(self, world, client_of):
        world.member_a.time_zone = "America/New_York"
        world.member_a.save()
        with time_machine.travel(datetime(2026, 3, 10, 7, tzinfo=UTC), tick=False):
            text = text_of(client_of("chair_a").get(self.url(world.member_a)))
        assert "Tuesday 10 March 2026, 03:00 New York (UTC−4)" in text
        assert world.group_a.short_name in text
        assert world.member_a.email not in text

    @pytest.mark.parametrize("actor", ["secretary", "administrator", "member_a"])
    def test_who_works_with_a_person_reads_the_address(self, world, client_of, actor):
        assert world.member_a.email in text_of(client_of(actor).get(self.url(world.member_a)))

    def test_seats_in_bodies_the_reader_does_not_sit_in_stay_hidden(self, world, client_of):
        appoint(world.group_b, person=world.member_a)
        text = text_of(client_of("chair_a").get(self.url(world.member_a)))
        assert world.group_b.short_name not in text
        assert world.group_b.short_name in text_of(client_of("secretary").get(self.url(world.member_a)))

    def test_past_seats_are_listed_and_a_lost_body_is_no_link(self, world, client_of):
        end_appointment(actor=None, appointment=Appointment.objects.get(person=world.member_a), reason="Over")
        text = text_of(client_of("member_a").get(self.url(world.member_a)))
        assert "Past seats" in text
        assert world.group_a.short_name in text
        assert f"/bodies/{world.group_a.slug}/" not in text

    def test_a_term_taken_back_before_it_began_says_so(self, world, client_of):
        appoint(world.group_a, person=world.member_a, starts_at=datetime(2999, 1, 1, tzinfo=UTC))
        coming = Appointment.objects.get(person=world.member_a, starts_at__year=2999)
        end_appointment(actor=None, appointment=coming, reason="Changed plans")
        assert "taken back before it began" in text_of(client_of("secretary").get(self.url(world.member_a)))

    @pytest.mark.parametrize("actor", ["member_b", "nobody", "other_secretary"])
    def test_others_find_no_such_person(self, world, client_of, actor):
        client = client_of(actor)
        assert client.get(self.url(world.member_a)).status_code == 404
        assert client.get("/people/no-such-person/").status_code == 404

    def test_a_refused_address_is_told_to_who_works_with_the_person(self, world, client_of):
        world.member_a.mail_refused_at = datetime(2026, 3, 1, tzinfo=UTC)
        world.member_a.mail_refused_reason = "550 no such user"
        world.member_a.save()
        assert "550 no such user" in text_of(client_of("secretary").get(self.url(world.member_a)))
        assert "550 no such user" not in text_of(client_of("chair_a").get(self.url(world.member_a)))

    @pytest.mark.parametrize("rows", [1, 10])
    @pytest.mark.parametrize("actor", ["administrator", "member_a"])
    def test_cost(self, world, client_of, rows, actor, django_assert_max_num_queries):
        for _number in range(rows):
            appoint(world.group_a, person=world.chair_a)
        client = client_of(actor)
        with django_assert_max_num_queries(12):
            client.get(self.url(world.chair_a))


class TestBarring:
    def test_an_administrator_bars_and_lets_in_again(self, world, client_of):
        client = client_of("administrator")
        page = f"/people/{world.member_a.public_id}/"
        assert "signed out at once" in text_of(client.get(f"{page}disable/"))
        response = client.post(f"{page}disable/", {"reason": "Left the ministry"}, follow=True)
        assert "Member A can no longer use the portal." in text_of(response)
        assert "Barred" in text_of(response)
        assert not User.objects.get(pk=world.member_a.pk).is_active
        assert "Old personal links stay closed." in text_of(client.get(f"{page}enable/"))
        response = client.post(f"{page}enable/", {"reason": "Came back"}, follow=True)
        assert "Member A can use the portal again." in text_of(response)
        assert User.objects.get(pk=world.member_a.pk).is_active

    def test_the_reason_is_asked_for(self, world, client_of):
        response = client_of("administrator").post(f"/people/{world.member_a.public_id}/disable/", {"reason": ""})
        assert response.status_code == 422
        assert "reason" in response.context["form"].errors

    def test_the_last_administrator_is_told_on_the_page(self, world, client_of):
        page = f"/people/{world.administrator.public_id}/disable/"
        response = client_of("administrator").post(page, {"reason": "Leaves"})
        assert "This is the last administrator of the council." in text_of(response)

    @pytest.mark.parametrize("actor", ["secretary", "chair_a", "member_a", "nobody"])
    @pytest.mark.parametrize("verb", ["disable", "enable"])
    def test_others_find_no_such_page(self, world, client_of, actor, verb):
        client = client_of(actor)
        page = f"/people/{world.member_a.public_id}/{verb}/"
        assert client.get(page).status_code == 404
        assert client.post(page, {"reason": "No"}).status_code == 404
        assert User.objects.get(pk=world.member_a.pk).is_active
