"""The list of organisations, one organisation, and entering and correcting them."""

import pytest

from councils.organisations.choices import OrganisationKind
from councils.organisations.models import Organisation
from councils.organisations.services import change_organisation
from councils.seats.models import Appointment
from tests.factories import make_organisation, make_seat

pytestmark = pytest.mark.django_db

TYPED = {
    "short_name_en": "SU",
    "name_en": "Sample Union",
    "short_name_ru": "ОС",
    "name_ru": "Образцовый союз",
    "kind": OrganisationKind.REGIONAL,
    "country": "",
}


def text_of(response):
    return response.content.decode()


class TestList:
    def test_kinds_in_words_and_bodies_known_to_the_reader(self, world, client_of):
        organisation = make_organisation(kind=OrganisationKind.UN_ENTITY, short_name_en="Sample Fund")
        make_seat(world.group_a, organisation)
        make_seat(world.group_a, organisation, label_en="Second seat")
        make_seat(world.other_council, organisation)
        response = client_of("member_b").get("/organisations/")
        text = text_of(response)
        assert [line.bodies for line in response.context["lines"] if line.organisation == organisation] == [
            [world.group_a]
        ]
        assert "United Nations entity" in text
        assert f'href="/bodies/{world.group_a.slug}/"' in text
        assert world.other_council.slug not in text

    def test_the_filter_by_kind(self, client_of):
        make_organisation(kind=OrganisationKind.FUND, short_name_en="Sample Fund")
        client = client_of("member_a")
        assert [line.organisation.short_name for line in client.get("/organisations/?kind=fund").context["lines"]] == [
            "Sample Fund"
        ]
        assert "No organisation is shown here." in text_of(client.get("/organisations/?kind=regional"))
        response = client.get("/organisations/?kind=nonsense")
        assert "kind" in response.context["filters"].errors
        assert response.context["lines"]

    def test_pages_by_key_in_protocol_order(self, client_of):
        for number in range(60):
            kind = OrganisationKind.MEMBER_STATE if number % 2 else OrganisationKind.REGIONAL
            make_organisation(kind=kind, short_name_en=f"Name {number:02}")
        client = client_of("member_a")
        names, address = [], "/organisations/"
        while address:
            page = client.get(address).context["page"]
            names += [(row.kind != OrganisationKind.MEMBER_STATE, row.short_name_en) for row in page.rows]
            address = page.next_url
        assert len(names) == Organisation.objects.count()
        assert names == sorted(names)

    def test_somebody_without_a_seat_sees_none(self, client_of):
        assert client_of("nobody").get("/organisations/").context["lines"] == []

    def test_only_administrators_are_offered_to_enter_one(self, client_of):
        assert "/organisations/new/" in text_of(client_of("administrator").get("/organisations/"))
        assert "/organisations/new/" not in text_of(client_of("secretary").get("/organisations/"))

    @pytest.mark.parametrize("rows", [1, 10])
    def test_cost(self, world, client_of, rows, django_assert_max_num_queries):
        for _number in range(rows):
            make_seat(world.group_a)
        client = client_of("member_a")
        with django_assert_max_num_queries(6):
            client.get("/organisations/")


class TestDetail:
    def test_names_seats_and_people_as_far_as_the_reader_may(self, world, client_of):
        organisation = Appointment.objects.get(person=world.member_a).seat.organisation
        organisation.name_ru, organisation.short_name_ru = "Образец", "Обр"
        organisation.save()
        make_seat(world.other_council, organisation)
        inside = text_of(client_of("member_a").get(organisation.get_absolute_url()))
        outside = text_of(client_of("member_b").get(organisation.get_absolute_url()))
        for text in (inside, outside):
            assert "Образец (Обр)" in text
            assert world.group_a.short_name in text
            assert world.other_council.short_name not in text
        assert 'href="/people/' in inside
        assert f"/people/{world.member_a.public_id}/" not in outside

    def test_an_organisation_without_seats_says_so(self, client_of):
        organisation = make_organisation()
        text = text_of(client_of("member_a").get(organisation.get_absolute_url()))
        assert "has no seat in a group that you know" in text

    def test_absent_and_forbidden_are_the_same(self, client_of):
        assert client_of("member_a").get("/organisations/no-such/").status_code == 404
        assert client_of("nobody").get(make_organisation().get_absolute_url()).status_code == 404

    @pytest.mark.parametrize("rows", [1, 10])
    def test_cost(self, world, client_of, rows, django_assert_max_num_queries):
        organisation = make_organisation()
        for number in range(rows):
            make_seat(world.group_a, organisation, label_en=f"Seat {number}")
        client = client_of("administrator")
        with django_assert_max_num_queries(12):
            client.get(organisation.get_absolute_url())


class TestForms:
    def test_an_administrator_enters_one(self, client_of):
        response = client_of("administrator").post("/organisations/new/", TYPED, follow=True)
        assert "SU is entered." in text_of(response)
        assert Organisation.objects.get(slug="su").name_ru == "Образцовый союз"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name_en", ""),
            ("name_en", "x" * 251),
            ("short_name_en", "Turned \u202e"),
            ("kind", "empire"),
            ("country", "1A"),
            ("country", "KAZ"),
        ],
    )
    def test_a_wrong_entry_is_said_at_its_field(self, client_of, field, value):
        response = client_of("administrator").post("/organisations/new/", TYPED | {field: value})
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert "Образцовый союз" in text_of(response)

    def test_a_country_code_in_small_letters_is_understood(self, client_of):
        client_of("administrator").post("/organisations/new/", TYPED | {"country": "kz"})
        assert Organisation.objects.get(slug="su").country == "KZ"

    def test_a_correction(self, client_of):
        client = client_of("administrator")
        client.post("/organisations/new/", TYPED)
        form = client.get("/organisations/su/edit/").context["form"]
        assert {name: form[name].value() for name in TYPED} == TYPED
        response = client.post(
            "/organisations/su/edit/", TYPED | {"version": 1, "name_en": "Better Union"}, follow=True
        )
        assert "Saved." in text_of(response)
        assert "Better Union" in text_of(response)

    def test_a_stale_correction_shows_both_texts_and_saves_at_the_second_press(self, world, client_of):
        client = client_of("administrator")
        client.post("/organisations/new/", TYPED)
        organisation = Organisation.objects.get(slug="su")
        change_organisation(
            actor=None, organisation=organisation, version=1, name_en="Their Union", kind=OrganisationKind.FUND
        )
        response = client.post("/organisations/su/edit/", TYPED | {"version": 1, "name_en": "My Union"})
        assert response.status_code == 422
        text = text_of(response)
        assert "Somebody else saved this in the meantime." in text
        for shown in ("Their Union", "My Union", "International fund", "Regional organisation"):
            assert shown in text
        again = {name: response.context["form"][name].value() for name in (*TYPED, "version")}
        assert again["version"] == "2"
        assert client.post("/organisations/su/edit/", again).status_code == 302
        assert Organisation.objects.get(slug="su").name_en == "My Union"

    @pytest.mark.parametrize("actor", ["secretary", "chair_a", "member_a", "nobody"])
    def test_others_find_no_such_page(self, client_of, actor):
        organisation = make_organisation()
        client = client_of(actor)
        for address in ("/organisations/new/", f"/organisations/{organisation.slug}/edit/"):
            assert client.get(address).status_code == 404
            assert client.post(address, TYPED | {"version": 1}).status_code == 404
        assert not Organisation.objects.filter(name_en="Sample Union").exists()
