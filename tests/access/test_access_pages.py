"""An administrator can always say who sees what; nobody else can ask."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from councils.bodies.choices import Office
from councils.bodies.models import BodyUserGrant
from rec_portal.foundation import policy
from tests.factories import appoint, make_council, make_meeting, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(client):
    council = make_council(groups=2)
    group, other = council.bodies.order_by("-order")[:2]
    member = appoint(group, person=make_person("Aigul Member"))
    meeting = make_meeting(group, title="Regular meeting of the group")
    administrator = appoint(council, Office.ADMINISTRATOR, person=make_person("Root Admin"))
    outsider = appoint(other, person=make_person("Other Member"))
    client.force_login(administrator)
    return {"group": group, "member": member, "meeting": meeting, "outsider": outsider, "council": council}


def addresses(scene) -> list[str]:
    return [
        reverse("access:access"),
        reverse("access:person", args=[scene["member"].public_id]),
        reverse("access:body", args=[scene["group"].slug]),
        reverse("access:meeting", args=[scene["meeting"].public_id]),
    ]


def test_only_administrators_may_ask(client, scene):
    for address in addresses(scene):
        assert client.get(address).status_code == 200, address
    for person in (scene["member"], appoint(scene["council"], Office.SECRETARY)):
        client.force_login(person)
        for address in addresses(scene):
            assert client.get(address).status_code == 404, (person, address)


def test_the_readers_shown_are_those_the_rule_names_each_with_a_reason(client, scene):
    page = client.get(reverse("access:meeting", args=[scene["meeting"].public_id]))
    readers = page.context["readers"]
    assert {r.person for r in readers} == set(policy.users_who_can("see", scene["meeting"]))
    assert scene["outsider"] not in {r.person for r in readers}
    assert all(r.appointments or r.grants for r in readers)


def test_a_body_tells_those_who_look_inside_from_those_who_only_know_of_it(client, scene):
    page = client.get(reverse("access:body", args=[scene["group"].slug]))
    inside = {r.person for r in page.context["readers"] if r.person.pk in page.context["inside"]}
    assert scene["member"] in inside
    assert scene["outsider"] in {r.person for r in page.context["readers"]} - inside


def test_a_persons_page_names_office_and_reach(client, scene):
    page = client.get(reverse("access:person", args=[scene["member"].public_id])).content.decode()
    assert "Member, " + scene["group"].short_name in page
    assert "reads its meetings and sees its people" in page


def test_a_grant_by_hand_is_shown_with_reason_and_end(client, scene):
    from django.contrib.auth.models import Permission

    guest = make_person("Guest Reader")
    BodyUserGrant.objects.create(
        user=guest,
        content_object=scene["group"],
        permission=Permission.objects.get(codename="see_body"),
        reason="Evaluation of the work plan",
        expires_at=datetime.now(UTC) + timedelta(days=3),
    )
    page = client.get(reverse("access:person", args=[guest.public_id])).content.decode()
    assert "Evaluation of the work plan" in page
    readers = client.get(reverse("access:meeting", args=[scene["meeting"].public_id])).content.decode()
    assert "Guest Reader" in readers


def test_search_finds_people_and_meetings(client, scene):
    page = client.get(reverse("access:access"), {"q": "aigul"}).content.decode()
    assert "Aigul Member" in page
    assert "Regular meeting" in client.get(reverse("access:access"), {"q": "regular"}).content.decode()


def test_a_draft_is_nobodys_but_the_secretariats(client, scene):
    draft = make_meeting(scene["group"], convened=False, title="Canary draft")
    assert "Canary" not in client.get(reverse("access:access"), {"q": "draft"}).content.decode()
    assert client.get(reverse("access:meeting", args=[draft.public_id])).status_code == 404


@pytest.mark.parametrize("people", [1, 10])
def test_the_cost_does_not_grow_with_the_readers(client, scene, people, django_assert_max_num_queries):
    for _ in range(people):
        appoint(scene["group"])
    with django_assert_max_num_queries(12):
        client.get(reverse("access:meeting", args=[scene["meeting"].public_id]))
    with django_assert_max_num_queries(12):
        client.get(reverse("access:body", args=[scene["group"].slug]))
