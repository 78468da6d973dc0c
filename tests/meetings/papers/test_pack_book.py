"""Board packs: what is inside for whom, and that none is handed out unasked."""

import pytest
from pypdf import PdfReader

from councils.documents.choices import Marking
from councils.documents.services.documents import About, add_revision, change_document
from meetings.calling.services.schedule import close_meeting
from meetings.meeting.models import Meeting
from meetings.papers.choices import Audience, PackState
from meetings.papers.models import PackBuild
from meetings.papers.services.pack_building import build_waiting
from meetings.papers.services.packs import ask_for_pack, audiences_of, is_stale, take_pack
from meetings.papers.services.papers import remove_paper
from meetings.session.services.session import open_session, resume_session, suspend_session
from rec_portal.audit.models import AuditEvent
from rec_portal.files.storing import path_of
from rec_portal.foundation.refusals import NotAllowed, Refusal
from tests.factories.documents import a_pdf, make_pack, upload
from tests.factories.meetings import make_meeting
from tests.factories.sessions import soon
from tests.files.zoo import office
from tests.meetings.papers.support import encrypted, put, texts

pytestmark = pytest.mark.django_db


def test_a_whole_book(world, meeting):
    first, second = meeting.agenda.all()[:2]
    put(world, meeting, "Plan of work", item=second)
    put(world, meeting, "Note by the chair", item=first)
    put(world, meeting, "General paper")
    pack = make_pack(meeting, actor=world.secretary)
    assert (pack.state, pack.done, pack.total, pack.culprits) == (PackState.READY, 3, 3, [])
    pages = texts(pack)
    assert pack.pages == len(pages) == 2 + 3 * 2
    assert "Second meeting" in pages[0]
    # Papers of the whole meeting, then by the agenda; the list names the pages where they are.
    assert ["General paper, page 1" in pages[2], "Note by the chair, page 1" in pages[4]] == [True, True]
    assert "Plan of work, page 2" in pages[7]
    for number, page in enumerate(pages, start=1):
        assert f"Members · {number} / 8" in page
    reader = PdfReader(path_of(pack.stored_as))
    targets = [entry.get_object()["/Dest"][0] for entry in reader.pages[1]["/Annots"]]
    numbers = [target if isinstance(target, int) else reader.get_page_number(target.get_object()) for target in targets]
    assert numbers == [2, 4, 4, 6, 6]
    titles = [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)]
    assert titles[:3] == ["Second meeting", "Agenda and papers", "General paper (English)"]
    assert titles[3].startswith("1. ")


def test_a_long_title_costs_no_marking_and_the_revision_is_named(world, meeting):
    title = "Provisional annotated agenda of the meeting with notes on each item " * 3
    paper = put(world, meeting, title.strip(), marking=Marking.RESTRICTED)
    newer = upload(content=a_pdf("Second"))
    add_revision(actor=world.secretary, document=paper.revision.document, upload=newer, language="en")
    put(world, meeting, "Broken one", content=b"%PDF-1.4\nnothing more")
    listed = texts(make_pack(meeting, actor=world.secretary, audience=Audience.DECIDING))[1]
    assert " ".join(title.split()) in " ".join(listed.split())
    assert "Restricted · English, revision 1" in listed
    assert "Members · English, revision 1 · The file is broken" in listed


def test_it_speaks_the_language_it_was_asked_for_in(world, meeting):
    put(world, meeting, "Жоспар: ғ қ ҳ ў ә ө ү ң")
    pack = make_pack(meeting, actor=world.secretary, language="ru")
    pages = texts(pack)
    assert "Для участников · 1 / 4" in pages[0]
    assert "Повестка дня и материалы" in pages[1]
    assert "ғ қ ҳ ў ә ө ү ң" in pages[1]


@pytest.mark.parametrize(
    ("audience", "inside", "marking"),
    [
        (Audience.MEMBERS, {"Open", "Inner"}, "Members"),
        (Audience.DECIDING, {"Open", "Inner", "Narrow"}, "Restricted"),
        (Audience.SECRETARIAT, {"Open", "Inner", "Narrow", "Closed"}, "Confidential"),
    ],
)
def test_each_audience_gets_what_the_marking_lets_it_read(world, meeting, audience, inside, marking):
    item = meeting.agenda.last()
    item.restricted, item.title = True, "Hidden item"
    item.save()
    for title, mark in zip(("Open", "Inner", "Narrow", "Closed"), Marking, strict=True):
        put(world, meeting, f"{title} paper", marking=mark)
    put(world, meeting, "On a hidden item", marking=Marking.PUBLIC, item=item)
    pack = make_pack(meeting, actor=world.secretary, audience=audience)
    all_text = "\n".join(texts(pack))
    assert {title for title in ("Open", "Inner", "Narrow", "Closed") if f"{title} paper" in all_text} == inside
    hidden = audience == Audience.MEMBERS
    assert ("Hidden item" in all_text) is ("On a hidden item" in all_text) is not hidden
    assert f"{marking} · 1 / " in texts(pack)[0]


def test_each_body_of_a_joint_meeting_gets_its_own_papers(world):
    meeting = make_meeting(world.group_a, further_bodies=[world.group_b])
    put(world, meeting, "Shared", also=[world.group_b])
    put(world, meeting, "Only for a", for_body=world.group_a)
    put(world, meeting, "Only for b", body=world.group_b, for_body=world.group_b)
    for body, there, absent in (
        (world.group_a, "Only for a", "Only for b"),
        (world.group_b, "Only for b", "Only for a"),
    ):
        said = "\n".join(texts(make_pack(meeting, actor=world.secretary, body=body)))
        assert ["Shared" in said, there in said, absent in said] == [True, True, False]
    assert audiences_of(world.member_b, meeting) == [
        (Audience.DECIDING, world.group_b),
        (Audience.MEMBERS, world.group_b),
    ]


def test_what_cannot_be_bound_is_named_and_the_rest_is_built(world, meeting, settings):
    settings.PACK_LARGEST_PAPER = 60_000
    put(world, meeting, "Sound one")
    put(world, meeting, "Broken one", content=b"%PDF-1.4\nnothing more")
    put(world, meeting, "Locked one", content=encrypted())
    put(world, meeting, "Heavy one", content=a_pdf() + b"%" * 70_000)
    put(world, meeting, "Office one", content=office("docx"), name="Note.docx")
    gone = put(world, meeting, "Lost one")
    path_of(gone.revision.stored_as).unlink()
    put(world, meeting, "Last one")
    pack = make_pack(meeting, actor=world.secretary)
    assert pack.state == PackState.READY
    assert {culprit["name"]: culprit["reason"] for culprit in pack.culprits} == {
        "Broken one (English)": "The file is broken and cannot be read.",
        "Locked one (English)": "The file is protected by a password.",
        "Heavy one (English)": "The file is too large for the pack.",
        "Lost one (English)": "The file is missing.",
    }
    pages = texts(pack)
    assert len(pages) == 2 + 2 + 5 + 2
    sheet = next(page for page in pages if "This paper is not a PDF file" in page)
    assert "Note.docx" in sheet
    assert "/documents/files/" in sheet
    assert "Not in this pack" in pages[1]
    assert "Last one, page 2" in pages[-1]


def test_pages_and_bytes_in_all_have_their_limits(world, meeting, settings):
    settings.PACK_MOST_PAGES = 3
    put(world, meeting, "Fits")
    put(world, meeting, "Longer")
    pack = make_pack(meeting, actor=world.secretary)
    assert [culprit["name"] for culprit in pack.culprits] == ["Longer (English)"]
    settings.PACK_MOST_PAGES, settings.PACK_LARGEST = 100, 10_000
    put(world, meeting, "More")
    pack = make_pack(meeting, actor=world.secretary)
    assert [culprit["name"] for culprit in pack.culprits] == ["Longer (English)", "More (English)"]


def test_a_long_agenda_names_the_right_pages(world, meeting):
    for number in range(60):
        put(world, meeting, f"Paper {number:02d}", content=a_pdf(f"Content {number:02d}"))
    pages = texts(make_pack(meeting, actor=world.secretary))
    first = next(number for number, page in enumerate(pages) if "Content 00, page 1" in page)
    assert first >= 3
    assert f"{first + 1}" in pages[1]
    assert "Content 59, page 1" in pages[first + 59]


def test_one_row_for_however_many_presses(world, meeting):
    put(world, meeting, "Plan")
    asked = {"actor": world.secretary, "meeting": meeting, "audience": Audience.MEMBERS, "body": world.group_a}
    one = ask_for_pack(**asked, language="en")
    assert ask_for_pack(**asked, language="en") == one
    assert ask_for_pack(**{**asked, "actor": world.member_a}, language="en") == one
    assert ask_for_pack(**asked, language="ru") != one
    build_waiting()
    assert ask_for_pack(**asked, language="en") == one
    put(world, meeting, "Another")
    assert ask_for_pack(**asked, language="en") != one


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("observer_a", [Audience.MEMBERS]),
        ("member_a", [Audience.DECIDING, Audience.MEMBERS]),
        ("administrator", [Audience.MEMBERS]),
        ("secretary", [Audience.SECRETARIAT, Audience.DECIDING, Audience.MEMBERS]),
        ("member_b", []),
        ("nobody", []),
    ],
)
def test_who_may_ask_for_which(world, meeting, who, may):
    person = world.people[who]
    assert [audience for audience, _body in audiences_of(person, meeting)] == may
    for audience in Audience:
        ask = {"actor": person, "meeting": meeting, "audience": audience, "body": world.group_a, "language": "en"}
        if audience in may:
            assert ask_for_pack(**ask)
        else:
            with pytest.raises(NotAllowed):
                ask_for_pack(**ask)


def test_a_download_asks_again(world, meeting):
    paper = put(world, meeting, "Plan")
    pack = make_pack(meeting, actor=world.secretary)
    assert take_pack(actor=world.member_a, pack=pack) == pack
    assert AuditEvent.objects.filter(verb="pack.downloaded", actor=world.member_a).count() == 1
    take_pack(actor=world.member_a, pack=pack, looking=True)
    assert AuditEvent.objects.filter(verb="pack.downloaded").count() == 1
    with pytest.raises(NotAllowed):
        take_pack(actor=world.nobody, pack=pack)
    document = paper.revision.document
    narrower = About(title_en="Plan", title_ru="", symbol="", marking=Marking.RESTRICTED)
    change_document(actor=world.secretary, document=document, version=document.version, about=narrower)
    assert is_stale(pack)
    with pytest.raises(Refusal, match="have changed"):
        take_pack(actor=world.member_a, pack=pack)
    # Made anew, it is without the paper.
    again = make_pack(meeting, actor=world.secretary)
    assert (again.pk != pack.pk, again.papers) == (True, [])


@pytest.mark.parametrize("change", ["title", "agenda", "taken off", "added", "item"])
def test_what_makes_a_pack_out_of_date(world, meeting, change):
    paper = put(world, meeting, "Plan")
    pack = make_pack(meeting, actor=world.secretary)
    assert not is_stale(pack)
    item = meeting.agenda.first()
    if change == "title":
        meeting.title = "Renamed"
        meeting.save()
    elif change == "agenda":
        item.title = "Another title"
        item.save()
    elif change == "taken off":
        remove_paper(actor=world.secretary, paper=paper)
    elif change == "added":
        put(world, meeting, "More")
    else:
        paper.item = item
        paper.save()
    assert is_stale(PackBuild.objects.select_related("meeting", "body").get(pk=pack.pk))


def test_a_session_that_opens_and_ends_leaves_the_packs_as_they_are(world):
    meeting = make_meeting(world.group_a, when=soon())
    put(world, meeting, "Plan")
    pack = make_pack(meeting, actor=world.secretary)
    for step in (open_session, suspend_session, resume_session, close_meeting):
        step(actor=world.secretary, meeting=Meeting.objects.get(pk=meeting.pk))
        now = PackBuild.objects.select_related("meeting", "body").get(pk=pack.pk)
        assert not is_stale(now), step
        assert take_pack(actor=world.member_a, pack=now) == pack


def test_one_that_is_not_ready_is_not_handed_out(world, meeting):
    pack = ask_for_pack(
        actor=world.secretary, meeting=meeting, audience=Audience.MEMBERS, body=world.group_a, language="en"
    )
    with pytest.raises(Refusal, match="not ready"):
        take_pack(actor=world.secretary, pack=pack)
