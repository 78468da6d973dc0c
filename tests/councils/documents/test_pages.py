import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.documents.choices import Marking
from councils.documents.models import Document
from rec_portal.audit.models import AuditEvent
from rec_portal.files.storing import path_of
from tests.factories.documents import a_pdf, bring_document, make_document, make_revision, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path


def test_the_list_narrows(world, client_of):
    secret = bring_document(world.group_a, title_en="Hidden thing", marking=Marking.CONFIDENTIAL)
    plan = bring_document(world.group_a, title_en="Work plan", symbol="REC/7")
    make_revision(plan, language="ru")
    client = client_of("member_a")

    def titles(**query):
        return [line.document.title for line in client.get("/documents/", query).context["lines"]]

    assert titles() == ["Work plan"]
    assert titles(words="rec/7") == titles(words="WORK") == ["Work plan"]
    assert titles(words="hidden") == []
    assert titles(marking="confidential") == []
    assert titles(missing="ru") == []
    assert titles(missing="uz") == ["Work plan"]
    assert titles(body=world.group_b.slug) == []
    assert titles(body=world.group_a.slug, marking="members") == ["Work plan"]
    assert "Hidden" not in client.get("/documents/").content.decode()
    assert client.get(secret.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", [1, 10])
def test_the_list_costs_the_same(world, client_of, django_assert_max_num_queries, number):
    for index in range(number):
        make_revision(make_document(world.group_a, title_en=f"Document {index}"))
    client = client_of("member_a")
    client.get("/documents/")
    with django_assert_max_num_queries(8):
        client.get("/documents/")


def test_the_page_pages_by_key(world, client_of):
    for index in range(30):
        make_document(world.group_a, title_en=f"Document {index}")
    client = client_of("member_a")
    first = client.get("/documents/").context["page"]
    second = client.get(first.next_url).context["page"]
    assert (len(first.rows), len(second.rows), second.next_url) == (25, 5, None)


@pytest.mark.parametrize("who", ["member_a", "secretary"])
def test_one_document(world, client_of, django_assert_max_num_queries, who):
    document = bring_document(world.group_a)
    for number in range(6):
        make_revision(document, language="ru" if number % 2 else "en")
    client = client_of(who)
    client.get(document.get_absolute_url())
    with django_assert_max_num_queries(12):
        page = client.get(document.get_absolute_url()).content.decode()
    assert document.revisions.first().sha256 in page
    assert ("Chair A" in page) is (who == "secretary")
    assert ("Add a file" in page) is (who == "secretary")
    assert "No scanner is set up" in page


def test_a_missing_language_is_said(world, client_of):
    document = bring_document(world.group_a)
    assert (
        "no version in this language yet: Russian"
        in client_of("secretary").get(document.get_absolute_url()).content.decode()
    )


def test_the_history_of_a_document_names_no_title_to_whoever_may_not_read_it(world, client_of):
    document = bring_document(world.group_a, title_en="Zubrowka", marking=Marking.CONFIDENTIAL, actor=world.secretary)
    assert "Zubrowka" not in client_of("chair_a").get("/audit/").content.decode()
    page = client_of("secretary").get("/audit/").content.decode()
    assert "Zubrowka" in page
    assert document.get_absolute_url() in page
    assert "Document entered" in client_of("secretary").get(f"{document.get_absolute_url()}?history=1").content.decode()


def test_a_download_is_an_attachment_and_leaves_a_line(world, client_of):
    content = a_pdf("Roadmap")
    document = bring_document(world.group_a, file=upload("Дорожная карта.pdf", content), marking=Marking.RESTRICTED)
    revision = document.revisions.get()
    answer = client_of("member_a").get(f"/documents/files/{revision.public_id}/")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Handling-Marking"] == "restricted"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith('attachment; filename="RESTRICTED')
    assert "filename*=UTF-8''%5BRESTRICTED%5D%20%D0%94" in answer["Content-Disposition"]
    event = AuditEvent.objects.get(verb="document.downloaded")
    assert (event.actor, event.target_id) == (world.member_a, document.public_id)
    assert revision.sha256 in event.changes[0]["new"]


def test_a_file_that_is_gone_is_not_found(world, client_of):
    revision = bring_document(world.group_a).revisions.get()
    path_of(revision.stored_as).unlink()
    assert client_of("member_a").get(f"/documents/files/{revision.public_id}/").status_code == 404
    assert not AuditEvent.objects.filter(verb="document.downloaded").exists()


def typed(**values) -> dict:
    return {"title_en": "Plan", "title_ru": "План", "symbol": "", "marking": "members", "readers": ""} | values


def test_bringing_a_document(world, client_of):
    client = client_of("secretary")
    assert client.get(f"/documents/new/?body={world.group_a.slug}").status_code == 200
    data = typed(body=world.group_a.slug, language="en", also_for=[world.group_b.slug])
    answer = client.post("/documents/new/", data | {"file": upload()})
    document = Document.objects.get()
    assert answer["Location"] == document.get_absolute_url()
    assert list(document.further_bodies.all()) == [world.group_b]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"file": SimpleUploadedFile("plan.exe", b"MZ")}, "not accepted"),
        ({"file": SimpleUploadedFile("plan.pdf", b"")}, "empty"),
        ({"file": ""}, "required"),
        ({"title_en": "", "title_ru": ""}, "at least one language"),
        ({"readers": "who@example.org"}, "Nobody is known"),
        ({"body": "elsewhere"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, client_of, changes, message):
    data = typed(body=world.group_a.slug, language="en", file=upload()) | changes
    answer = client_of("secretary").post("/documents/new/", data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Document.objects.exists()


def test_a_revision(world, client_of):
    document = bring_document(world.group_a)
    client = client_of("secretary")
    address = f"{document.get_absolute_url()}add/"
    assert client.get(f"{address}?language=ru").context["form"]["language"].value() == "ru"
    client.post(address, {"language": "ru", "file": upload(content=a_pdf("ru"))})
    assert document.revisions.filter(language="ru").count() == 1


def test_a_new_marking_is_shown_before_it_is_saved(world, client_of):
    document = bring_document(world.group_a, title_en="Plan", title_ru="План")
    client, address = client_of("secretary"), f"{document.get_absolute_url()}edit/"
    assert client.get(address).status_code == 200
    data = typed(marking="confidential", readers=world.member_b.email, version=1)
    preview = client.post(address, data)
    page = preview.content.decode()
    assert preview.status_code == 200
    assert "Will no longer read it" in page
    assert "Member A" in page
    document.refresh_from_db()
    assert document.marking == Marking.MEMBERS
    assert client.post(address, data | {"confirmed": "on"}).status_code == 302
    document.refresh_from_db()
    assert document.marking == Marking.CONFIDENTIAL
    # A stale form gets both texts, at the preview already.
    stale = client.post(address, typed(marking="public", version=1))
    assert stale.status_code == 422
    assert "Saved in the meantime" in stale.content.decode()
    # What changes nobody's access is saved at once.
    assert (
        client.post(
            address, typed(title_en="New name", marking="confidential", readers=world.member_b.email, version=2)
        ).status_code
        == 302
    )
