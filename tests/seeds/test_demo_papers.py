"""The demo's papers: real files in two languages, each for the readers that its marking names."""

import pytest
from django.test import Client
from pypdf import PdfReader

from councils.documents.choices import Marking
from councils.documents.models import Document, DocumentRevision
from meetings.meeting.models import Meeting
from meetings.papers.models import Paper
from rec_portal.accounts.models import User
from rec_portal.files.storing import path_of
from rec_portal.seeds.demo.papers import PAPERS, REGULAR_A
from tests.seeds.state import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def person(key):
    return User.objects.get(email=f"{key}@demo.example.org")


@pytest.fixture(autouse=True)
def kept_in(settings, demo):
    settings.DOCUMENT_ROOT = demo


def test_each_marking_is_there_and_both_languages():
    assert set(Document.objects.values_list("marking", flat=True)) == set(Marking.values)
    assert {row.language for row in DocumentRevision.objects.all()} == {"en", "ru"}
    assert {row.original_name.rpartition(".")[2] for row in DocumentRevision.objects.all()} == {"pdf", "docx"}
    assert DocumentRevision.objects.filter(number=2).count() == 1
    assert Document.objects.without_language("ru").count() == 1
    for row in PAPERS:
        assert row.texts.title_en
        assert row.texts.title_ru


def test_the_files_are_there_and_say_what_they_should(demo):
    revisions = DocumentRevision.objects.select_related("document")
    assert sum(path.is_file() for path in demo.rglob("*")) == revisions.count()
    for revision in revisions:
        path = path_of(revision.stored_as)
        assert path.stat().st_size == revision.size < 100_000
        assert revision.original_name.startswith(getattr(revision.document, f"title_{revision.language}"))
    plan = revisions.get(language="ru", original_name__endswith="pdf", document__marking=Marking.MEMBERS)
    text = "".join(page.extract_text() for page in PdfReader(path_of(plan.stored_as)).pages)
    assert "Договориться, чем группа займётся" in text
    assert "Для участников" in text


@pytest.mark.parametrize(
    ("key", "markings"),
    [
        ("secretariat", {"members", "restricted", "confidential", "public"}),
        ("chair.a", {"members", "restricted", "confidential", "public"}),
        ("kz.a", {"members", "restricted", "public"}),
        ("observer.a", {"members", "public"}),
        ("uz.b", {"public"}),
    ],
)
def test_who_reads_what(key, markings):
    assert set(Document.objects.visible_to(person(key)).values_list("marking", flat=True)) == markings


def test_the_paper_of_the_restricted_item_hides_with_it():
    meeting = Meeting.objects.get(title=REGULAR_A)
    of_item = Paper.objects.filter(meeting=meeting, item__restricted=True)
    assert of_item.count() == 2
    shown = {
        key: Paper.objects.visible_to(person(key)).filter(meeting=meeting).count() for key in ("kz.a", "observer.a")
    }
    assert shown == {"kz.a": 5, "observer.a": 3}


def test_a_second_loading_brings_no_file_twice(demo, load_again):
    before = snapshot()
    load_again()
    assert snapshot() == before
    assert sum(path.is_file() for path in demo.rglob("*")) == DocumentRevision.objects.count()


def test_a_paper_lies_on_the_page_and_can_be_taken():
    client = Client()
    client.force_login(person("kz.a"))
    meeting = Meeting.objects.get(title=REGULAR_A)
    assert "Options for the programme" in client.get(meeting.get_absolute_url()).content.decode()
    paper = Paper.objects.filter(meeting=meeting).select_related("revision").first()
    answer = client.get(f"/documents/files/{paper.revision.public_id}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
