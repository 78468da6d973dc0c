import hashlib

import pytest
from django.db import transaction

from councils.documents.choices import Marking, Scan
from councils.documents.models import Document, DocumentRevision
from councils.documents.services import documents
from councils.documents.services.documents import About, add_revision, change_document, create_document, people_named
from councils.documents.services.readers import foreseen_readers, readers_of
from rec_portal.audit.models import AuditEvent
from rec_portal.files.storing import path_of
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit
from tests.factories.councils import appoint
from tests.factories.documents import a_pdf, bring_document, upload

pytestmark = pytest.mark.django_db


def about(**values) -> About:
    return About(**{"title_en": "Plan", "title_ru": "", "symbol": "", "marking": Marking.MEMBERS} | values)


def files(settings) -> int:
    return sum(path.is_file() for path in settings.DOCUMENT_ROOT.rglob("*"))


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path


def test_a_document_comes_with_its_first_file(world):
    content = a_pdf("Roadmap")
    document = create_document(
        actor=world.secretary,
        body=world.group_a,
        about=about(further_bodies=[world.group_b, world.group_a], readers=[world.member_a]),
        upload=upload("../Дорожная карта.PDF", content),
        language="ru",
    )
    revision = document.revisions.get()
    assert (revision.language, revision.number, revision.size) == ("ru", 1, len(content))
    assert revision.original_name == "Дорожная карта.pdf"
    assert revision.sha256 == hashlib.sha256(content).hexdigest()
    assert path_of(revision.stored_as).read_bytes() == content
    assert (revision.scan, revision.uploaded_by) == (Scan.NOT_SCANNED, world.secretary)
    assert list(document.further_bodies.all()) == [world.group_b]
    event = AuditEvent.objects.get(verb="document.created")
    assert (event.root_id, event.actor) == (world.group_a.pk, world.secretary)
    assert event.target_name == f"Document {document.public_id}"
    assert any(revision.sha256 in str(change["new"]) for change in event.changes)


def test_a_scanner_that_looked_is_recorded(world, settings):
    settings.DOCUMENT_SCANNER = "rec_portal.files.scanning.no_test_virus"
    assert bring_document(world.group_a).revisions.get().scan == Scan.CLEAN


@pytest.mark.parametrize("who", ["member_a", "chair_a", "administrator", "member_b", "other_secretary", "inactive"])
def test_only_those_who_run_the_group_bring_documents(world, settings, who):
    document = bring_document(world.group_a, marking=Marking.PUBLIC)
    kept = files(settings)
    actor = world.people[who]
    with pytest.raises(NotAllowed):
        create_document(actor=actor, body=world.group_a, about=about(), upload=upload(), language="en")
    with pytest.raises(NotAllowed):
        add_revision(actor=actor, document=document, upload=upload(), language="ru")
    with pytest.raises(NotAllowed):
        change_document(actor=actor, document=document, version=1, about=about())
    assert files(settings) == kept


def test_revisions_count_within_their_language(world):
    document = bring_document(world.group_a)
    first = add_revision(actor=world.secretary, document=document, upload=upload(content=a_pdf("2")), language="en")
    other = add_revision(actor=world.secretary, document=document, upload=upload(content=a_pdf("ru")), language="ru")
    assert (first.number, other.number) == (2, 1)
    assert DocumentRevision.objects.filter(document=document).count() == 3
    assert AuditEvent.objects.filter(verb="document.revised").count() == 2


def test_the_same_file_again_is_refused_and_leaves_nothing(world, settings):
    content = a_pdf("one")
    document = bring_document(world.group_a, file=upload(content=content))
    with pytest.raises(InvalidInput, match="same file"):
        add_revision(actor=world.secretary, document=document, upload=upload(content=content), language="en")
    assert files(settings) == 1


def test_a_file_goes_when_its_rows_cannot_be_written(world, settings, monkeypatch):
    def break_off(**values):
        raise RuntimeError("the power went")

    monkeypatch.setattr(documents, "record", break_off)
    with pytest.raises(RuntimeError):
        bring_document(world.group_a)
    assert files(settings) == 0
    assert not Document.objects.exists()


def test_a_title_in_one_language_is_enough_and_none_is_too_few(world, settings):
    assert str(bring_document(world.group_a, title_en="", title_ru="План", symbol="REC/1")) == "REC/1 План"
    with pytest.raises(InvalidInput, match="at least one language"):
        bring_document(world.group_a, title_en="")
    assert files(settings) == 1


def test_a_change_of_readers_alone_is_a_new_version(world):
    document = bring_document(world.group_a, marking=Marking.CONFIDENTIAL)
    same = about(title_en="Draft roadmap", marking=Marking.CONFIDENTIAL)
    assert change_document(actor=world.secretary, document=document, version=1, about=same).version == 1
    named = about(title_en="Draft roadmap", marking=Marking.CONFIDENTIAL, readers=[world.member_a])
    changed = change_document(actor=world.secretary, document=document, version=1, about=named)
    assert changed.version == 2
    with pytest.raises(StaleEdit):
        change_document(actor=world.secretary, document=document, version=1, about=same)
    assert change_document(actor=world.secretary, document=document, version=2, about=same).readers.count() == 0
    fields = [
        change["field"] for event in AuditEvent.objects.filter(verb="document.changed") for change in event.changes
    ]
    assert fields == ["readers", "readers"]


def test_the_preview_says_who_gains_and_who_loses_and_changes_nothing(world):
    document = bring_document(world.group_a)
    wanted = about(marking=Marking.CONFIDENTIAL, readers=[world.member_b])
    gained, lost = foreseen_readers(actor=world.secretary, document=document, version=1, about=wanted)
    assert gained.names == ["Member B"]
    assert lost.names == ["Administrator", "Chair A", "Member A", "Observer A"]
    document.refresh_from_db()
    assert (document.marking, document.version, document.readers.count()) == (Marking.MEMBERS, 1, 0)
    assert not AuditEvent.objects.filter(verb="document.changed").exists()
    assert "Member A" in readers_of(document).names


def test_a_large_circle_is_cut(world):
    for number in range(45):
        appoint(world.group_a).name = f"Sitter {number}"
    circle = readers_of(bring_document(world.group_a))
    assert (len(circle.names), circle.more) == (40, 10)


def test_people_are_found_by_their_address_only_where_the_reader_may_know_them(world):
    addresses = [world.member_a.email.upper(), " ", "nobody@example.org", world.nobody.email]
    found, unknown = people_named(addresses, world.secretary)
    assert found == [world.member_a]
    assert unknown == sorted(["nobody@example.org", world.nobody.email])


def test_two_revisions_at_once_get_two_numbers(world):
    document = bring_document(world.group_a)
    with transaction.atomic():
        add_revision(actor=None, document=document, upload=upload(content=a_pdf("a")), language="en")
    add_revision(actor=None, document=document, upload=upload(content=a_pdf("b")), language="en")
    assert sorted(document.revisions.values_list("number", flat=True)) == [1, 2, 3]
