"""Board packs: what is inside for whom, that none is handed out unasked, and what happens when a builder dies."""

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from councils.choices import Marking
from councils.services.documents import About, change_document
from meetings.choices_papers import Audience, PackState
from meetings.models import PackBuild
from meetings.services import pack_building
from meetings.services.pack_building import LeaseLost, build, build_waiting, renew, sweep, take
from meetings.services.packs import ask_for_pack, audiences_of, is_stale, take_pack
from meetings.services.papers import add_paper, remove_paper
from rec_portal.audit.models import AuditEvent
from rec_portal.files.storing import path_of
from rec_portal.foundation.querysets import recorded_in_bulk
from rec_portal.foundation.refusals import NotAllowed, Refusal
from tests.factories.documents import a_pdf, bring_document, make_pack, upload
from tests.factories.meetings import make_meeting
from tests.files.zoo import office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, title="Second meeting")


def put(world, meeting, title, *, marking=Marking.MEMBERS, content=None, name="Paper.pdf", body=None, also=(), **place):
    """A document with that title on the table of the meeting."""
    file = upload(name, a_pdf(title, pages=2) if content is None else content)
    document = bring_document(
        body or world.group_a, title_en=title, marking=marking, file=file, further_bodies=list(also)
    )
    return add_paper(actor=world.secretary, meeting=meeting, revision=document.revisions.get(), **place)


def texts(pack) -> list[str]:
    return [page.extract_text() for page in PdfReader(path_of(pack.stored_as)).pages]


def files(root) -> list:
    return [path for path in root.rglob("*") if path.is_file()]


def encrypted() -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(a_pdf())))
    writer.encrypt("secret")
    store = io.BytesIO()
    writer.write(store)
    return store.getvalue()


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
    assert AuditEvent.objects.filter(verb="meeting.pack_downloaded", actor=world.member_a).count() == 1
    take_pack(actor=world.member_a, pack=pack, looking=True)
    assert AuditEvent.objects.filter(verb="meeting.pack_downloaded").count() == 1
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


def test_one_that_is_not_ready_is_not_handed_out(world, meeting):
    pack = ask_for_pack(
        actor=world.secretary, meeting=meeting, audience=Audience.MEMBERS, body=world.group_a, language="en"
    )
    with pytest.raises(Refusal, match="not ready"):
        take_pack(actor=world.secretary, pack=pack)


def asked_for(world, meeting) -> PackBuild:
    return ask_for_pack(
        actor=world.secretary, meeting=meeting, audience=Audience.MEMBERS, body=world.group_a, language="en"
    )


def let_the_lease_run_out(pack) -> None:
    with recorded_in_bulk():
        PackBuild.objects.filter(pk=pack.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_claim_is_a_lease(world, meeting):
    pack = asked_for(world, meeting)
    first = take()
    assert first.pack == pack
    assert take() is None
    let_the_lease_run_out(pack)
    second = take()
    assert second.token != first.token
    with pytest.raises(LeaseLost):
        renew(first, 1)
    renew(second, 1)
    pack.refresh_from_db()
    assert (pack.done, pack.attempts) == (1, 2)


def test_a_builder_that_lost_its_lease_changes_nothing(world, meeting, root):
    put(world, meeting, "Plan")
    pack = asked_for(world, meeting)
    late = take()
    let_the_lease_run_out(pack)
    build(take())
    pack.refresh_from_db()
    kept = pack.stored_as
    number = len(files(root))
    build(late)
    pack.refresh_from_db()
    assert (pack.state, pack.stored_as, len(files(root))) == (PackState.READY, kept, number)


def test_a_lease_lost_at_the_very_end_leaves_no_file(world, meeting, root, monkeypatch):
    put(world, meeting, "Plan")
    pack = asked_for(world, meeting)
    claim, number, real = take(), len(files(root)), pack_building.storing.admit

    def too_late(path):
        let_the_lease_run_out(pack)
        assert take() is not None
        return real(path)

    monkeypatch.setattr(pack_building.storing, "admit", too_late)
    build(claim)
    pack.refresh_from_db()
    assert (pack.state, pack.stored_as, len(files(root))) == (PackState.BUILDING, "", number)


def test_trouble_fails_it_with_a_reason_and_leaves_no_file(world, meeting, root, monkeypatch):
    put(world, meeting, "Plan")
    pack, number = asked_for(world, meeting), len(files(root))
    monkeypatch.setattr(pack_building.Book, "write", lambda self, path: path.write_bytes(b"half") / 0)
    build_waiting()
    pack.refresh_from_db()
    assert (pack.state, pack.lease_token, len(files(root))) == (PackState.FAILED, None, number)
    assert "went wrong" in pack.reason
    monkeypatch.undo()
    assert asked_for(world, meeting) != pack


def test_it_is_given_up_after_three_tries(world, meeting):
    pack = asked_for(world, meeting)
    for _attempt in range(3):
        assert take() is not None
        let_the_lease_run_out(pack)
    assert take() is None
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == (PackState.FAILED, 3)
    assert "three tries" in pack.reason


def test_what_the_dead_left_behind_is_swept_away(root):
    folder = root / "incoming"
    folder.mkdir()
    old, new = folder / "old", folder / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert (sweep(), old.exists(), new.exists()) == (1, False, True)


BUILDER = """
import os, signal, django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["KILLED_DATABASE"]
from django.db import connections
connections["default"].settings_dict["NAME"] = os.environ["KILLED_DATABASE"]
from rec_portal.paper.binding import Binding
from meetings.services.pack_building import build_waiting
real = Binding.write
def write(self, path, **about):
    real(self, path, **about)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    os.kill(os.getpid(), signal.SIGKILL)
Binding.write = write
build_waiting()
"""


@pytest.mark.django_db(transaction=True)
def test_the_power_goes_in_the_middle(world, meeting, root):
    """A real process, killed while half the file is written: nothing half is ever there, and another one finishes."""
    put(world, meeting, "Plan")
    pack, number = asked_for(world, meeting), len(files(root))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rec_portal.settings.test",
        "DOCUMENT_ROOT_OF_TEST": str(root),
        "KILLED_DATABASE": connection.settings_dict["NAME"],
    }
    program = BUILDER.replace(
        "from django.db import connections",
        f"settings.DOCUMENT_ROOT = {str(root)!r}\nfrom django.db import connections",
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    pack.refresh_from_db()
    assert (pack.state, pack.stored_as) == (PackState.BUILDING, "")
    left = [path for path in files(root) if path.parent.name == "incoming"]
    assert len(left) == 1
    assert len(files(root)) == number + 1
    assert build_waiting() == 0, "the lease still runs"
    let_the_lease_run_out(pack)
    assert build_waiting() == 1
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == (PackState.READY, 2)
    assert len(texts(pack)) == pack.pages == 4


def packs_address(meeting) -> str:
    return f"/meetings/{meeting.public_id}/packs/"


def test_the_page(world, meeting, client_of, monkeypatch):
    rung = []
    monkeypatch.setattr("meetings.views.packs.ring", lambda: rung.append(1))
    paper = put(world, meeting, "Plan")
    client, address = client_of("member_a"), packs_address(meeting)
    page = client.get(address).content.decode()
    assert page.count("Make the pack") == 2
    assert "Secretariat" not in page.partition("<main")[2]
    key = f"members:{world.group_a.slug}"
    assert client.post(address, {"pack": key})["Location"] == address
    assert rung == [1]
    assert "0 of 1 papers" in client.get(address).content.decode()
    assert 'hx-trigger="load delay:2s"' in client.get(address, {"part": "packs"}).content.decode()
    build_waiting()
    page = client.get(address).content.decode()
    assert "4 pages" in page
    pack = PackBuild.objects.get()
    file = client.get(f"/packs/{pack.public_id}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert file["X-Handling-Marking"] == "members"
    assert "MEMBERS" in file["Content-Disposition"]
    assert file["Cache-Control"] == "private, no-store"
    remove_paper(actor=world.secretary, paper=paper)
    refused = client.get(f"/packs/{pack.public_id}/", follow=True)
    assert "Have it made anew" in refused.content.decode()
    assert "Out of date" in refused.content.decode()


def test_only_what_is_offered_can_be_asked_for(world, meeting, client_of):
    for key in ("", "secretariat:", f"secretariat:{world.group_a.slug}", f"members:{world.group_b.slug}"):
        assert client_of("member_a").post(packs_address(meeting), {"pack": key}).status_code == 422
    assert not PackBuild.objects.exists()


def test_a_pack_whose_file_is_gone_can_be_made_anew(world, meeting, client_of):
    put(world, meeting, "Plan")
    pack = make_pack(meeting, actor=world.secretary)
    path_of(pack.stored_as).unlink()
    page = client_of("member_a").get(f"/packs/{pack.public_id}/", follow=True).content.decode()
    assert "The file is missing" in page
    assert make_pack(meeting, actor=world.secretary).pk != pack.pk


def test_culprits_and_failures_are_said_on_the_page(world, meeting, client_of, monkeypatch):
    put(world, meeting, "Broken one", content=b"%PDF-1.4\nnothing more")
    make_pack(meeting, actor=world.secretary)
    page = client_of("member_a").get(packs_address(meeting)).content.decode()
    assert "Broken one (English): The file is broken" in page
    monkeypatch.setattr(pack_building.Book, "write", lambda self, path: 1 / 0)
    make_pack(meeting, actor=world.secretary, audience=Audience.DECIDING)
    page = client_of("member_a").get(packs_address(meeting)).content.decode()
    assert "Something went wrong" in page
    assert "Make it anew" in page


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_costs_the_same(world, meeting, client_of, django_assert_max_num_queries, number):
    for index in range(number):
        put(world, meeting, f"Paper {index}")
    for audience in Audience:
        make_pack(meeting, actor=world.secretary, audience=audience)
    client = client_of("secretary")
    client.get(packs_address(meeting))
    with django_assert_max_num_queries(18):
        client.get(packs_address(meeting))


def test_a_broker_that_is_away_is_not_the_pages_trouble(monkeypatch):
    def away(*args, **options):
        raise OSError("no broker")

    monkeypatch.setattr(pack_building, "current_app", SimpleNamespace(send_task=away))
    assert pack_building.ring() is False
