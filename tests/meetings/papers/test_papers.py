import io
import zipfile

import pytest

from councils.documents.choices import Marking
from councils.documents.models import Document
from councils.documents.services.documents import add_revision
from meetings.agenda.models import AgendaItem
from meetings.papers.models import Paper
from meetings.papers.services.papers import add_paper, remove_paper, renew_paper
from rec_portal.audit.models import AuditEvent
from rec_portal.files.storing import path_of
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import InvalidInput, NotAllowed
from tests.factories.documents import a_pdf, bring_document, make_document, make_paper, make_revision, upload
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a)


def paper_with_file(world, meeting, title: str, marking: str = Marking.MEMBERS, **place) -> Paper:
    document = bring_document(world.group_a, title_en=title, marking=marking, file=upload(content=a_pdf(title)))
    return add_paper(actor=world.secretary, meeting=meeting, revision=document.revisions.get(), **place)


def files_of(answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_paper_pins_exactly_this_revision(world, meeting):
    document = bring_document(world.group_a)
    first = document.revisions.get()
    item = meeting.agenda.first()
    paper = add_paper(actor=world.secretary, meeting=meeting, revision=first, item=item)
    newer = add_revision(actor=world.secretary, document=document, upload=upload(content=a_pdf("2")), language="en")
    paper.refresh_from_db()
    assert (paper.revision, paper.item, paper.position) == (first, item, 1)
    assert renew_paper(actor=world.secretary, paper=paper).revision == newer
    with pytest.raises(InvalidInput, match="newest"):
        renew_paper(actor=world.secretary, paper=paper)
    remove_paper(actor=world.secretary, paper=paper)
    assert Document.objects.filter(pk=document.pk).exists()
    assert not Paper.objects.exists()
    events = AuditEvent.objects.filter(verb="meeting.papers_changed")
    assert [event.for_members for event in events] == [True] * 3
    assert not any("roadmap" in str(event.changes).lower() for event in events)


def test_what_may_not_be_put_there(world, meeting):
    revision = make_revision(make_document(world.group_a))
    elsewhere = make_meeting(world.group_b)
    add = {"actor": world.secretary, "meeting": meeting, "revision": revision}
    with pytest.raises(InvalidInput, match="not on the agenda"):
        add_paper(**add, item=elsewhere.agenda.first())
    with pytest.raises(InvalidInput, match="does not take part"):
        add_paper(**add, for_body=world.group_b)
    add_paper(**add)
    with pytest.raises(InvalidInput, match="there already"):
        add_paper(**add)
    for who in ("member_a", "chair_a", "administrator", "other_secretary"):
        with pytest.raises(NotAllowed):
            add_paper(**{**add, "actor": world.people[who]}, item=meeting.agenda.first())
    foreign = make_revision(make_document(world.other_council.bodies.exclude(pk=world.other_council.pk).first()))
    with pytest.raises(NotAllowed):
        add_paper(**{**add, "revision": foreign})


def test_members_do_not_read_in_the_history_what_is_not_for_them(world, meeting):
    paper_with_file(world, meeting, "Secret", Marking.CONFIDENTIAL)
    assert not AuditEvent.objects.get(verb="meeting.papers_changed").for_members


def test_an_item_that_leaves_the_agenda_leaves_its_papers(world, meeting):
    item = meeting.agenda.first()
    paper = make_paper(meeting, item=item)
    item.delete()
    paper.refresh_from_db()
    assert (paper.meeting, paper.item) == (meeting, None)


def test_a_restricted_item_hides_its_papers(world, meeting):
    item = meeting.agenda.first()
    AgendaItem.objects.filter(pk=item.pk)  # the row itself is changed as its own service does
    item.restricted = True
    item.save()
    paper = make_paper(meeting, make_revision(make_document(world.group_a, marking=Marking.PUBLIC)), item=item)
    readers = {who for who, person in world.people.items() if policy.can(person, "see", paper)}
    assert readers == {"member_a", "chair_a", "secretary"}


def test_the_page_shows_papers_by_item_and_only_to_those_who_may_read_them(world, meeting, client_of):
    item = meeting.agenda.first()
    paper_with_file(world, meeting, "For all")
    paper_with_file(world, meeting, "For deciding seats", Marking.RESTRICTED, item=item)
    pages = {
        who: client_of(who).get(meeting.get_absolute_url()).content.decode()
        for who in ("observer_a", "member_a", "secretary")
    }
    assert ["For deciding seats" in page for page in pages.values()] == [False, True, True]
    assert all("For all" in page for page in pages.values())
    assert ["Take off" in page for page in pages.values()] == [False, False, True]
    # The heading stands in the agenda, and once more above the papers of the item.
    assert [page.count(f"<h3>1. {item.title}</h3>") for page in pages.values()] == [1, 2, 2]


@pytest.mark.parametrize("number", [1, 10])
@pytest.mark.parametrize("who", ["member_a", "secretary"])
def test_the_page_costs_the_same(world, meeting, client_of, django_assert_max_num_queries, number, who):
    for index in range(number):
        make_paper(meeting, make_revision(make_document(world.group_a, title_en=f"Paper {index}")))
    client = client_of(who)
    client.get(meeting.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(meeting.get_absolute_url())


def test_a_paper_is_told_in_the_language_of_each_reader_and_with_buttons_for_none_but_whoever_runs_it(
    world, meeting, client_of
):
    """A line is set once for all who see the same in it."""
    make_paper(meeting, make_revision(make_document(world.group_a, title_en="One plan", title_ru="")))
    for language, words in (("en", "revision 1"), ("ru", "редакция 1"), ("en", "revision 1")):
        for who, runs in (("secretary", True), ("member_a", False)):
            person = world.people[who]
            person.language = language
            person.save()
            page = client_of(who).get(meeting.get_absolute_url()).content.decode()
            assert words in page
            assert ("/remove/" in page) is runs


def test_where_a_document_lies(world, meeting, client_of):
    paper = make_paper(meeting)
    draft = make_meeting(world.group_a, convened=False, title="Hidden draft")
    make_paper(draft, paper.revision)
    address = paper.revision.document.get_absolute_url()
    assert meeting.title in client_of("member_a").get(address).content.decode()
    assert "Hidden draft" not in client_of("member_a").get(address).content.decode()
    assert "Hidden draft" in client_of("secretary").get(address).content.decode()


def add_address(meeting) -> str:
    return f"/meetings/{meeting.public_id}/papers/add/"


def test_adding_one_that_is_there(world, meeting, client_of):
    document = bring_document(world.group_a)
    client, item = client_of("secretary"), meeting.agenda.first()
    page = client.get(f"{add_address(meeting)}?item={item.public_id}")
    assert page.context["form"]["item"].value() == item.public_id
    revision = document.revisions.get()
    answer = client.post(add_address(meeting), {"existing": revision.public_id, "item": item.public_id})
    assert answer["Location"].endswith("#papers")
    assert Paper.objects.get().revision == revision
    again = client.post(add_address(meeting), {"existing": revision.public_id, "item": item.public_id})
    assert again.status_code == 422
    assert "there already" in again.content.decode()


def test_bringing_a_new_one(world, meeting, client_of):
    data = {"file": upload(), "title": "Дорожная карта", "language": "ru", "marking": "restricted"}
    assert client_of("secretary").post(add_address(meeting), data).status_code == 302
    document = Document.objects.get()
    assert (document.title_ru, document.title_en, document.marking) == ("Дорожная карта", "", "restricted")
    assert Paper.objects.get().revision.document == document


def test_a_paper_for_one_group_of_a_joint_meeting(world, client_of):
    meeting = make_meeting(world.group_a, further_bodies=[world.group_b])
    data = {"file": upload(), "title": "Of b", "language": "en", "marking": "members", "for_body": world.group_b.slug}
    client = client_of("secretary")
    client.post(add_address(meeting), data)
    assert Document.objects.get().body == world.group_b
    client.post(add_address(meeting), data | {"file": upload(content=a_pdf("joint")), "title": "Joint", "for_body": ""})
    joint = Document.objects.get(title_en="Joint")
    assert (joint.body, list(joint.further_bodies.all())) == (world.group_a, [world.group_a, world.group_b][1:])
    shown = client_of("member_b").get(meeting.get_absolute_url()).content.decode()
    assert "Of b" in shown
    assert "Joint" in shown
    assert "Of b" not in client_of("member_a").get(meeting.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Choose a document, or bring a file"),
        ({"existing": "elsewhere"}, "valid choice"),
        ({"file": True}, "Say what the document is called"),
        ({"file": True, "title": "x", "language": "en"}, "Say who it is for"),
        ({"file": True, "title": "x", "marking": "members"}, "in which language"),
        ({"file": True, "title": "x", "marking": "confidential", "language": "en"}, "valid choice"),
        ({"file": True, "existing": True}, "not both"),
    ],
)
def test_what_is_wrong_is_said(world, meeting, client_of, data, message):
    revision = bring_document(world.group_a).revisions.get()
    data = dict(data)
    if data.get("file"):
        data["file"] = upload(content=a_pdf("other"))
    if data.get("existing") is True:
        data["existing"] = revision.public_id
    answer = client_of("secretary").post(add_address(meeting), data)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Paper.objects.exists()


def test_buttons(world, meeting, client_of):
    paper = paper_with_file(world, meeting, "Plan")
    client = client_of("secretary")
    answer = client.post(f"/papers/{paper.public_id}/renew/", follow=True)
    assert "This is the newest revision" in answer.content.decode()
    add_revision(
        actor=world.secretary, document=paper.revision.document, upload=upload(content=a_pdf("2")), language="en"
    )
    assert "Take the newest" in client.get(meeting.get_absolute_url()).content.decode()
    client.post(f"/papers/{paper.public_id}/renew/")
    paper.refresh_from_db()
    assert paper.revision.number == 2
    client.post(f"/papers/{paper.public_id}/remove/")
    assert not Paper.objects.exists()


@pytest.mark.parametrize("who", ["secretary", "member_a", "observer_a"])
def test_every_reader_is_told_of_a_newer_revision_and_keeps_the_pinned_one(world, meeting, client_of, who):
    paper = paper_with_file(world, meeting, "Plan")
    client = client_of(who)
    assert "There is a newer revision" not in client.get(meeting.get_absolute_url()).content.decode()
    more = {"actor": world.secretary, "document": paper.revision.document}
    add_revision(**more, upload=upload(content=a_pdf("по-русски")), language="ru")
    assert "There is a newer revision" not in client.get(meeting.get_absolute_url()).content.decode()
    add_revision(**more, upload=upload(content=a_pdf("2")), language="en")
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "There is a newer revision" in page
    assert "revision 1" in page
    assert paper.revision.public_id in page
    assert ("Take the newest" in page) is (who == "secretary")


def test_all_papers_as_one_file(world, meeting, client_of):
    meeting.title = "A/B: next \u202emeeting"
    meeting.save()
    item = meeting.agenda.first()
    paper_with_file(world, meeting, "../Second", item=item)
    paper_with_file(world, meeting, "First")
    paper_with_file(world, meeting, "For deciding seats", Marking.RESTRICTED)
    address = f"/meetings/{meeting.public_id}/papers.zip"
    answer = client_of("observer_a").get(address)
    assert answer["X-Handling-Marking"] == "members"
    archive = files_of(answer)
    assert archive.testzip() is None
    assert archive.namelist() == ["00 index.txt", "01 [MEMBERS] First (en).pdf", "02 [MEMBERS] ..-Second (en).pdf"]
    assert archive.read("01 [MEMBERS] First (en).pdf").startswith(b"%PDF-")
    index = archive.read("00 index.txt").decode()
    assert "deciding" not in index
    assert "Marking: Members" in index
    wide = client_of("member_a").get(address)
    assert wide["X-Handling-Marking"] == "restricted"
    assert "RESTRICTED" in wide["Content-Disposition"]
    assert len(files_of(wide).namelist()) == 4
    events = AuditEvent.objects.filter(verb="meeting.papers_downloaded").order_by("id")
    assert [str(event.changes).count("SHA-256") for event in events] == [2, 3]


def test_a_missing_file_is_said_in_the_list(world, meeting, client_of):
    paper = paper_with_file(world, meeting, "Gone")
    paper_with_file(world, meeting, "There")
    path_of(paper.revision.stored_as).unlink()
    archive = files_of(client_of("member_a").get(f"/meetings/{meeting.public_id}/papers.zip"))
    assert len(archive.namelist()) == 2
    assert "The file is missing" in archive.read("00 index.txt").decode()
