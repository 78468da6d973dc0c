"""A secretary brings papers to a meeting and has the board pack made; a member takes it, an observer sees less."""

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from meetings.papers.models import PackBuild, Paper
from meetings.papers.services.pack_building import build_waiting
from tests.axe import assert_accessible
from tests.browser import DESKTOP, PHONE, SHOTS, scrolls_sideways, take_shot
from tests.factories.documents import a_pdf, bring_document
from tests.factories.meetings import make_meeting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def meeting(world, settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path / "kept"
    bring_document(world.group_a, title_en="Draft roadmap", symbol="REC/WG-A/2024/2", actor=world.secretary)
    return make_meeting(world.group_a, title="Second regular meeting")


def seen(page, name: str) -> None:
    """On the desk and on the phone: nothing scrolls sideways, nothing is hidden from assistive programs."""
    for size, width in ((DESKTOP, 1366), (PHONE, 390)):
        page.set_viewport_size(size)
        assert not scrolls_sideways(page), (name, width)
        assert_accessible(page, schemes=("light",))
        take_shot(page, f"papers-{name}-{width}")
    page.set_viewport_size(DESKTOP)


def brings(page, meeting, tmp_path) -> None:
    """One that is there, one brought along for the deciding seats, one that is refused in words."""
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Add a paper").first.click()
    page.get_by_label("A document that is there already").select_option(index=1)
    page.get_by_label("For the agenda item").select_option(index=2)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#papers")).to_be_visible()
    page.get_by_role("link", name="Add a paper").first.click()
    wrong = tmp_path / "note.docx"
    wrong.write_bytes(a_pdf("no office file"))
    page.get_by_label("Or a new file").set_input_files(wrong)
    page.get_by_label("Its title").fill("Note by the chair")
    page.get_by_label("Restricted").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("does not fit the name")
    seen(page, "add")
    right = tmp_path / "Записка.pdf"
    right.write_bytes(a_pdf("Note by the chair", pages=3))
    page.get_by_label("Or a new file").set_input_files(right)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Note by the chair")
    expect(page.locator("main")).to_contain_text("Restricted")
    seen(page, "meeting")


def takes_off_and_brings_back(page, meeting) -> None:
    page.get_by_role("button", name="Take off").last.click()
    expect(page.locator("main")).to_contain_text("The document itself is still there")
    assert Paper.objects.filter(meeting=meeting).count() == 1
    page.get_by_role("link", name="Add a paper").first.click()
    roadmap = "REC/WG-A/2024/2 Draft roadmap (English, 1) – Members"
    page.get_by_label("A document that is there already").select_option(label=roadmap)
    page.get_by_label("For the agenda item").select_option(index=2)
    page.get_by_role("button", name="Save").click()
    assert Paper.objects.filter(meeting=meeting).count() == 2


def takes_the_pack(page, meeting, tmp_path) -> PdfReader:
    """Asked for, made while the page looks again by itself, taken."""
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Board pack").first.click()
    seen(page, "packs-none")
    card = page.get_by_role("region", name="Deciding seats")
    card.get_by_role("button", name="Make the pack").click()
    expect(page.locator("#packs")).to_contain_text("0 of 2 papers")
    seen(page, "packs-waiting")
    assert build_waiting() == 1
    expect(card.get_by_role("link", name="Download")).to_be_visible()
    seen(page, "packs-ready")
    with page.expect_download() as download:
        card.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "[RESTRICTED] Second regular meeting, board pack.pdf"
    download.value.save_as(tmp_path / "pack.pdf")
    (SHOTS / "papers-pack.pdf").write_bytes((tmp_path / "pack.pdf").read_bytes())
    return PdfReader(tmp_path / "pack.pdf")


def test_papers_and_board_pack(world, meeting, new_context, sign_in, live_portal, tmp_path):
    secretary = new_context()
    sign_in(secretary, world.secretary)
    page = secretary.new_page()
    brings(page, meeting, tmp_path)
    assert Paper.objects.filter(meeting=meeting).count() == 2
    takes_off_and_brings_back(page, meeting)

    member = new_context()
    sign_in(member, world.member_a)
    pack = takes_the_pack(member.new_page(), meeting, tmp_path)
    assert len(pack.pages) == PackBuild.objects.get().pages == 2 + 1 + 3
    # The note is of the whole meeting, so it comes first; the roadmap is of the second item.
    for page_number, marking in ((1, "Restricted"), (3, "Restricted"), (6, "Members")):
        assert f"{marking} · {page_number} / 6" in pack.pages[page_number - 1].extract_text()

    observer = new_context(viewport=PHONE)
    sign_in(observer, world.observer_a)
    theirs = observer.new_page()
    theirs.goto(meeting.get_absolute_url())
    expect(theirs.locator("main")).to_contain_text("Draft roadmap")
    expect(theirs.locator("main")).not_to_contain_text("Note by the chair")
    theirs.get_by_role("link", name="Board pack").first.click()
    expect(theirs.locator("main")).not_to_contain_text("Deciding seats")


def test_a_document_from_its_first_file_to_a_narrower_marking(
    world, meeting, new_context, sign_in, live_portal, tmp_path
):
    """Without scripts: bring, look, narrow the marking after seeing whom it concerns."""
    context = new_context(java_script_enabled=False)
    sign_in(context, world.secretary)
    page = context.new_page()
    page.goto("/documents/")
    page.get_by_role("link", name="New document").click()
    file = tmp_path / "Жоспар.pdf"
    file.write_bytes(a_pdf("Plan"))
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Title in English").fill("Work plan")
    page.get_by_label("Group", exact=True).select_option(world.group_a.slug)
    take_shot(page, "papers-new-document-1366")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Жоспар.pdf")
    take_shot(page, "papers-document-1366")
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Confidential").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Will no longer read it")
    expect(page.locator("main")).to_contain_text(world.chair_a.name)
    take_shot(page, "papers-marking-preview-1366")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("h1")).to_contain_text("Confidential")
    page.goto("/documents/")
    take_shot(page, "papers-list-1366")
