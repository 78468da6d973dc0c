"""Marking x actor: who may read a document of group a, asked in all three directions."""

import pytest

from councils.bodies.choices import Office
from councils.bodies.models import BodyGroupGrant
from councils.documents.choices import Marking
from councils.documents.models import Document
from rec_portal.foundation import policy
from tests.factories.actors import ACTORS, ANONYMOUS
from tests.factories.councils import appoint
from tests.factories.documents import make_document, make_revision

pytestmark = pytest.mark.django_db

INSIDE = {"observer_a", "member_a", "chair_a", "secretary", "administrator"}
READ_BY = {
    Marking.PUBLIC: {"nobody", "other_secretary", "member_b"} | INSIDE,
    Marking.MEMBERS: INSIDE,
    Marking.RESTRICTED: {"member_a", "chair_a", "secretary"},
    Marking.CONFIDENTIAL: {"secretary"},
}


def readers_among_actors(world, row, model) -> set[str]:
    asked = {who for who in ACTORS if who != ANONYMOUS and policy.can(world.people[who], "see", row)}
    listed = {who for who in ACTORS if who != ANONYMOUS and row in model.objects.visible_to(world.people[who])}
    told = set(policy.users_who_can("see", row))
    assert asked == listed == {who for who, person in world.people.items() if person in told}
    return asked


@pytest.mark.parametrize("marking", Marking.values)
def test_marking_by_actor(world, marking):
    document = make_document(world.group_a, marking=marking)
    revision = make_revision(document)
    assert readers_among_actors(world, document, Document) == READ_BY[marking]
    assert readers_among_actors(world, revision, type(revision)) == READ_BY[marking]
    assert not Document.objects.visible_to(None).exists()


@pytest.mark.parametrize(
    ("marking", "added"),
    [
        (Marking.PUBLIC, set()),
        (Marking.MEMBERS, {"member_b"}),
        (Marking.RESTRICTED, {"member_b"}),
        ("confidential", set()),
    ],
)
def test_a_joint_document_is_for_the_further_groups_too(world, marking, added):
    document = make_document(world.group_a, marking=marking, also=[world.group_b])
    assert readers_among_actors(world, document, Document) == READ_BY[Marking(marking)] | added


def test_who_is_named_reads_what_is_confidential_and_only_while_in_the_council(world):
    named = [world.member_b, world.nobody, world.inactive]
    document = make_document(world.group_a, marking=Marking.CONFIDENTIAL, readers=named)
    assert readers_among_actors(world, document, Document) == {"secretary", "member_b"}


def test_a_name_opens_nothing_but_what_is_confidential(world):
    document = make_document(world.group_a, marking=Marking.RESTRICTED, readers=[world.member_b])
    assert readers_among_actors(world, document, Document) == READ_BY[Marking.RESTRICTED]


def test_only_those_who_run_the_group_change_a_document(world):
    document = make_document(world.group_a, marking=Marking.PUBLIC)
    changers = {who for who, person in world.people.items() if policy.can(person, "edit", document)}
    assert changers == {"secretary"}


@pytest.mark.parametrize("office", Office.values)
def test_each_office_has_its_grant(world, office):
    group = world.group_a.office_groups.get(office=office).group
    granted = BodyGroupGrant.objects.filter(
        group=group, permission__codename="decide_body", content_object=world.group_a
    )
    assert granted.exists() == (office in (Office.CHAIR, Office.CO_CHAIR, Office.RAPPORTEUR, Office.MEMBER))


def test_lists_narrow_by_group_and_by_missing_language(world):
    joint = make_document(world.group_b, also=[world.group_a])
    own, other = make_document(world.group_a), make_document(world.group_b)
    make_revision(own, language="ru")
    assert set(Document.objects.of_body(world.group_a)) == {joint, own}
    assert set(Document.objects.of_body(world.committee)) == set()
    assert set(Document.objects.without_language("ru")) == {joint, other}


def test_the_migration_gives_the_right_to_bodies_that_exist(world):
    from importlib import import_module

    from django.apps import apps

    BodyGroupGrant.objects.filter(permission__codename="decide_body").delete()
    migration = import_module("councils.migrations.0004_deciding_seats_read")
    migration.give(apps, None)
    migration.give(apps, None)
    person = appoint(world.group_a)
    document = make_document(world.group_a, marking=Marking.RESTRICTED)
    assert policy.can(person, "see", document)
    assert not policy.can(world.observer_a, "see", document)
