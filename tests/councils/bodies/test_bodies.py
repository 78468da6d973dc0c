"""Setting up bodies, seats and organisations."""

import pytest

from councils.bodies.choices import BodyKind, Office, SeatKind
from councils.bodies.models import Body, BodyGroupGrant, OfficeGroup
from councils.bodies.services.bodies import create_body
from councils.organisations.choices import OrganisationKind
from councils.organisations.models import Organisation
from councils.organisations.services import change_organisation, create_organisation
from councils.seats.services.seats import create_seat
from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db

GROUP = {"kind": BodyKind.WORKING_GROUP, "slug": "wg-x", "name_en": "Group X", "short_name_en": "Group X"}
NAMES = {"kind": OrganisationKind.REGIONAL, "name_en": "Sample Union", "short_name_en": "SU"}


def test_a_new_body_has_its_offices_and_is_served_by_the_councils_offices(world):
    body = create_body(actor=world.administrator, parent=world.council, **GROUP)
    assert set(OfficeGroup.objects.filter(body=body).values_list("office", flat=True)) == set(Office.values)
    assert body.council == world.council
    assert policy.can(world.administrator, "administer", body)
    assert policy.can(User.objects.get(pk=world.secretary.pk), "run", body)
    assert not policy.can(User.objects.get(pk=world.other_secretary.pk), "see", body)
    event = AuditEvent.objects.about(body).get()
    assert (event.verb, event.root_id) == ("body.created", body.pk)


def test_a_body_below_a_body_knows_its_council(world):
    group = create_body(actor=None, parent=world.group_a, **GROUP)
    assert group.council == world.council
    assert policy.can(User.objects.get(pk=world.secretary.pk), "run", group)


def test_opening_offices_again_changes_nothing(world):
    from councils.bodies.services.grants import open_offices

    before = BodyGroupGrant.objects.count()
    open_offices(world.group_a)
    assert BodyGroupGrant.objects.count() == before


@pytest.mark.parametrize("actor", ["secretary", "chair_a", "nobody", "other_secretary"])
def test_only_an_administrator_adds_a_body(world, actor):
    with pytest.raises(NotAllowed):
        create_body(actor=world.people[actor], parent=world.council, **GROUP)


def test_only_the_portal_founds_a_council(world):
    council = {**GROUP, "kind": BodyKind.COUNCIL, "slug": "second"}
    with pytest.raises(NotAllowed):
        create_body(actor=world.administrator, parent=None, **council)
    with pytest.raises(NotAllowed):
        create_body(actor=None, parent=None, **GROUP)
    assert create_body(actor=None, parent=None, **council).root_id == Body.objects.get(slug="second").pk


def test_a_seat_is_added_by_who_appoints(world):
    organisation = make_organisation()
    seat = create_seat(
        actor=world.secretary,
        body=world.group_a,
        organisation=organisation,
        kind=SeatKind.OBSERVING,
        label_en=" First ",
    )
    assert (seat.label_en, seat.body) == ("First", world.group_a)
    assert AuditEvent.objects.about(seat).get().verb == "seat.added"
    with pytest.raises(NotAllowed):
        create_seat(actor=world.chair_a, body=world.group_a, organisation=organisation, kind=SeatKind.OBSERVING)


def test_two_seats_of_one_organisation_need_different_labels(world):
    fields = {"actor": None, "body": world.group_a, "organisation": make_organisation(), "kind": SeatKind.DECIDING}
    create_seat(**fields)
    with pytest.raises(InvalidInput) as refusal:
        create_seat(**fields)
    assert refusal.value.field == "label_en"
    assert create_seat(**fields, label_en="Ministry of Health").label == "Ministry of Health"


def test_an_organisation_gets_an_address_of_its_own(world):
    assert create_organisation(actor=world.administrator, **NAMES).slug == "su"
    assert create_organisation(actor=None, **{**NAMES, "name_en": "Other Union"}).slug == "su-2"
    assert create_organisation(actor=None, **{**NAMES, "name_en": "New", "short_name_en": "New"}).slug == "new-2"
    cyrillic = {**NAMES, "name_en": "Третий союз", "short_name_en": "ТС"}
    assert create_organisation(actor=None, **cyrillic).slug == "organisation"
    assert AuditEvent.objects.filter(verb="organisation.created").count() == 4


def test_a_name_that_is_there_already_is_refused():
    create_organisation(actor=None, **NAMES)
    with pytest.raises(InvalidInput) as refusal:
        create_organisation(actor=None, **{**NAMES, "name_en": "SAMPLE union"})
    assert refusal.value.field == "name_en"


def test_only_administrators_enter_and_correct_organisations(world):
    for actor in ("secretary", "chair_a", "nobody"):
        with pytest.raises(NotAllowed):
            create_organisation(actor=world.people[actor], **NAMES)
    assert not Organisation.objects.filter(name_en="Sample Union").exists()
    organisation = create_organisation(actor=None, **NAMES)
    with pytest.raises(NotAllowed):
        change_organisation(actor=world.secretary, organisation=organisation, version=1, name_en="Other")


def test_a_correction_says_what_changed(world):
    organisation = create_organisation(actor=None, **NAMES)
    changed = change_organisation(
        actor=world.administrator, organisation=organisation, version=1, name_en="Better Union", short_name_en="SU"
    )
    assert (changed.name_en, changed.version, changed.slug) == ("Better Union", 2, "su")
    event = AuditEvent.objects.about(organisation).first()
    assert event.changes == [{"field": "name_en", "old": "Sample Union", "new": "Better Union"}]


def test_a_save_that_changes_nothing_leaves_no_event(world):
    organisation = create_organisation(actor=None, **NAMES)
    change_organisation(actor=world.administrator, organisation=organisation, version=1, name_en="Sample Union")
    assert AuditEvent.objects.about(organisation).count() == 1


def test_a_stale_correction_is_refused(world):
    organisation = create_organisation(actor=None, **NAMES)
    change_organisation(actor=world.administrator, organisation=organisation, version=1, name_en="Better Union")
    with pytest.raises(StaleEdit):
        change_organisation(actor=world.administrator, organisation=organisation, version=1, name_en="Worse Union")
    with pytest.raises(InvalidInput):
        create_organisation(actor=None, **{**NAMES, "name_en": "Better Union"})
