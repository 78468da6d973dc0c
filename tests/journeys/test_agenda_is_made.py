"""The secretariat puts an agenda in order: by hand, by keyboard, without scripts; two people at once."""

import pytest
from playwright.sync_api import expect

from meetings.agenda.models import AgendaItem
from meetings.agenda.services.items import ItemText, edit_item
from tests.axe import assert_accessible
from tests.browser import DESKTOP, NARROWEST, PHONE, scrolls_sideways, take_shot
from tests.factories import make_meeting
from tests.factories.agenda import change_item, titles_for

pytestmark = pytest.mark.django_db(transaction=True)
OPENING, PLAN, DATE = "Opening and adoption of the agenda", "Preliminary plan of the group", "Date of the next meeting"


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a)


@pytest.fixture
def open_page(world, new_context, sign_in, meeting):
    def make(path="agenda/", **options):
        context = new_context(**options)
        sign_in(context, world.secretary)
        page = context.new_page()
        page.goto(f"/meetings/{meeting.public_id}/{path}")
        return page

    return make


def key(meeting, number: int) -> str:
    return AgendaItem.objects.get(meeting=meeting, position=number).public_id


def shown_titles(page) -> list[str]:
    return [text.split(". ", 1)[1] for text in page.locator(".agenda h3 a").all_inner_texts()]


def test_by_button_by_arrow_and_by_hand(open_page, meeting):
    page, plan = open_page(), key(meeting, 2)
    page.locator(f"#up-{plan}").click()
    expect(page.locator("#live")).to_have_text(f"“{PLAN}” is now number 1.")
    assert shown_titles(page) == [PLAN, OPENING, DATE]
    expect(page.locator(f"#up-{plan}")).to_be_focused()
    # Times follow at once: what was an hour long now comes first.
    expect(page.locator(f"#item-{plan} time")).to_have_text("10:00")
    expect(page.locator(f"#item-{key(meeting, 2)} time")).to_have_text("11:00")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#live")).to_have_text(f"“{PLAN}” is now number 2.")
    expect(page.locator(f"#up-{plan}")).to_be_focused()
    page.locator(f"#title-{plan}").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#live")).to_have_text(f"“{PLAN}” is now number 3.")
    expect(page.locator(f"#title-{plan}")).to_be_focused()
    date = key(meeting, 2)
    page.locator(f"#item-{plan} time").drag_to(page.locator(f"#item-{key(meeting, 1)} time"))
    expect(page.locator("#live")).to_have_text(f"“{PLAN}” is now number 1.")
    expect(page.locator(f"#title-{plan}")).to_be_focused()
    assert titles_for(meeting) == [PLAN, OPENING, DATE]
    page.locator(f"#more-{date}").click()
    page.locator(f"#number-{date}").fill("1")
    page.locator(f"#number-{date}").press("Enter")
    expect(page.locator("#live")).to_have_text(f"“{DATE}” is now number 1.")
    assert titles_for(meeting) == [DATE, PLAN, OPENING]


def test_keys_pressed_faster_than_the_list_comes_back(open_page, meeting):
    page, plan = open_page(), key(meeting, 1)
    page.locator(f"#title-{plan}").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("#live")).to_have_text(f"“{OPENING}” is now number 3.")
    expect(page.locator(f"#title-{plan}")).to_be_focused()
    assert "#" not in page.url
    assert titles_for(meeting) == [PLAN, DATE, OPENING]


def test_taken_off_and_brought_back(open_page, meeting):
    page, plan = open_page(), key(meeting, 2)
    page.locator(f"#more-{plan}").click()
    page.get_by_role("button", name="Take off, into the backlog").click()
    expect(page.locator("#agenda-builder .note")).to_contain_text("is in the backlog.")
    assert titles_for(meeting) == [OPENING, DATE]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#item-{plan}")).to_be_visible()
    assert titles_for(meeting) == [OPENING, PLAN, DATE]


def test_without_scripts(open_page, meeting):
    page, plan = open_page(java_script_enabled=False), key(meeting, 2)
    page.locator(f"#down-{plan}").click()
    assert titles_for(meeting) == [OPENING, DATE, PLAN]
    page.locator(f"#more-{plan}").click()
    page.locator(f"#number-{plan}").fill("1")
    page.locator(f"#item-{plan}").get_by_role("button", name="Move", exact=True).first.click()
    assert titles_for(meeting) == [PLAN, OPENING, DATE]
    page.locator(f"#more-{plan}").click()
    page.locator(f"#item-{plan}").get_by_role("button", name="Take off, into the backlog").click()
    assert titles_for(meeting) == [OPENING, DATE]
    page.get_by_role("button", name="Undo").click()
    assert titles_for(meeting) == [PLAN, OPENING, DATE]
    page.get_by_label("Add an item").fill("Any other business, 10")
    page.get_by_role("button", name="Add", exact=True).click()
    assert titles_for(meeting)[-1] == "Any other business"
    page.locator(f"#title-{plan}").click()
    page.get_by_label("Title").fill("Work plan")
    page.get_by_role("button", name="Save").click()
    assert titles_for(meeting)[0] == "Work plan"


def test_an_item_is_written_by_keyboard_alone_and_saves_itself(open_page, meeting):
    page = open_page()
    page.locator(f"#title-{key(meeting, 2)}").focus()
    page.keyboard.press("Enter")
    title = page.get_by_label("Title")
    title.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Work plan")
    page.keyboard.press("Tab")
    expect(page.locator("#item-saved")).to_contain_text("Saved ")
    assert titles_for(meeting)[1] == "Work plan"
    page.locator("#id_description").fill("With an **annex**")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#item-preview strong")).to_have_text("annex")
    expect(page.locator("#id_version")).to_have_value("3")
    page.get_by_role("button", name="Undo the last change").click()
    expect(page.locator("#id_description")).to_have_value("")
    assert titles_for(meeting)[1] == "Work plan"


def test_two_people_write_in_one_item(world, open_page, meeting):
    page, plan = open_page(), AgendaItem.objects.get(meeting=meeting, position=2)
    page.goto(f"/agenda-items/{plan.public_id}/")
    edit_item(actor=world.secretary, item=plan, version=1, text=ItemText("Theirs", minutes=30))
    page.get_by_label("Title").fill("Mine")
    page.get_by_label("Title").press("Tab")
    expect(page.locator("#item-saved")).to_contain_text("Press Save to see both texts.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".side-by-side").first).to_contain_text("Theirs")
    expect(page.get_by_label("Title")).to_have_value("Mine")
    page.get_by_role("button", name="Save").click()
    assert titles_for(meeting)[1] == "Mine"


def test_how_it_looks(open_page, meeting):
    change_item(meeting, 2, minutes=125, kind="decision", restricted=True, description="## Text\n\n- one\n- two")
    page = open_page()
    page.locator(f"#more-{key(meeting, 2)}").click()
    for name, address in (("agenda", page.url), ("agenda-item", f"/agenda-items/{key(meeting, 2)}/")):
        page.goto(address)
        for size in (DESKTOP, PHONE, NARROWEST):
            page.set_viewport_size(size)
            assert not scrolls_sideways(page), (address, size)
            take_shot(page, f"{name}-{size['width']}")
            assert_accessible(page)
