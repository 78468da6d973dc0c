"""The rule by which a session is told that too few deciding seats are there."""

import pytest

from councils.bodies.services.bodies import set_representation
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(world):
    def save(**more):
        body = lock(world.group_a)
        usual = {"actor": world.administrator, "body": body, "version": body.version}
        return set_representation(**(usual | {"least_seats": 3, "least_share": 50} | more))

    return save


def test_it_is_kept_told_to_members_and_taken_back(world, change):
    body = change()
    assert (body.least_seats, body.least_share) == (3, 50)
    event = AuditEvent.objects.about(body).get(verb="body.representation_set")
    assert event.for_members is True
    change()
    assert AuditEvent.objects.about(body).filter(verb="body.representation_set").count() == 1
    none = change(least_seats=None, least_share=None)
    assert (none.least_seats, none.least_share) == (None, None)


def test_refusals(world, change):
    for error, more in (
        (NotAllowed, {"actor": world.secretary}),
        (NotAllowed, {"actor": world.chair_a}),
        (StaleEdit, {"version": 99}),
        (InvalidInput, {"least_share": 101}),
        (InvalidInput, {"least_share": 0}),
    ):
        with pytest.raises(error):
            change(**more)


class TestPage:
    def test_saving(self, world, client_of):
        client, there = client_of("administrator"), f"/bodies/{world.group_a.slug}/representation/"
        assert there in client.get(world.group_a.get_absolute_url()).content.decode()
        version = client.get(there).context["form"].initial["version"]
        sent = {"least_seats": "", "least_share": "60", "version": version}
        assert client.post(there, sent)["Location"] == world.group_a.get_absolute_url()
        body = lock(world.group_a)
        assert (body.least_seats, body.least_share) == (None, 60)
        stale = client.post(there, sent | {"least_share": "70"})
        assert (stale.status_code, lock(world.group_a).least_share) == (422, 60)

    @pytest.mark.parametrize(("field", "value"), [("least_seats", "0"), ("least_share", "101"), ("least_share", "x")])
    def test_what_makes_no_sense_is_said(self, world, client_of, field, value):
        there = f"/bodies/{world.group_a.slug}/representation/"
        assert client_of("administrator").post(there, {"version": 1, field: value}).status_code == 422

    def test_the_button_is_only_for_who_administers(self, world, client_of):
        for who in ("secretary", "chair_a", "member_a"):
            assert "representation" not in client_of(who).get(world.group_a.get_absolute_url()).content.decode()
