"""What breaks under a slow link and under a keyboard: answers that come late, and buttons that vanish when pressed."""

from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect

from meetings.agenda.models import AgendaItem
from meetings.planning.models import PollVote
from meetings.record.models import Minutes
from meetings.session.models import SeatAttendance
from meetings.session.services.speakers import list_speaker
from tests.browser import PHONE, scrolls_sideways
from tests.counting import Counted
from tests.factories.agenda import titles_for
from tests.factories.meetings import make_meeting
from tests.factories.planning import make_poll
from tests.factories.records import make_held, make_minutes
from tests.factories.sessions import make_session

pytestmark = pytest.mark.django_db(transaction=True)
FOLLOWED = 15_000
# Notes when the button with that id is shown as not pressed.
WATCH = """id => {
    window.takenBack = false;
    new MutationObserver(() => {
        window.takenBack ||= document.getElementById(id)?.getAttribute("aria-pressed") === "false";
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def open_page(world, new_context, sign_in, live_portal):
    def make(person: Any, address: str, **options: Any) -> Any:
        context = new_context(**options)
        sign_in(context, person)
        page = context.new_page()
        page.goto(address)
        return page

    return make


class Link:
    """Keeps answers back as a slow link does, and lets them through when asked to. Nothing waits by the clock."""

    def __init__(self, page: Any, address: str, method: str) -> None:
        self.page, self.address, self.method = page, address, method
        self.held: list[Any] = []
        self.is_slow = True
        page.route(address, self._hold)

    def _hold(self, route: Any) -> None:
        if self.is_slow and route.request.method == self.method:
            # The portal has answered; only the answer is still on its way.
            self.held.append((route, route.fetch()))
        else:
            route.fallback()

    def until_held(self, number: int) -> None:
        for _ in range(200):
            if len(self.held) >= number:
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"only {len(self.held)} came")

    def let_through(self) -> None:
        self.is_slow = False
        for route, answer in self.held:
            route.fulfill(response=answer)
        self.held.clear()


@contextmanager
def slow(page: Any, address: str, method: str = "GET") -> Any:
    link = Link(page, address, method)
    yield link
    link.let_through()


def mark(page: Any, person: Any, name: str) -> Any:
    seat = person.appointments.get().seat
    return page.locator(f"#seat-{seat.public_id}").get_by_role("button", name=name, exact=True)


def test_an_old_answer_does_not_take_back_what_was_pressed_since(world, open_page):
    meeting = make_session(world.group_a)
    page = open_page(world.secretary, f"{meeting.get_absolute_url()}live/", viewport=PHONE)
    make_state_differ(meeting)
    with slow(page, "**/live/now/") as link:
        page.evaluate(LOOK_AGAIN)
        link.until_held(1)
        mark(page, world.member_a, "Online").click()
        page.evaluate(WATCH, mark(page, world.member_a, "Online").get_attribute("id"))
        page.wait_for_function("() => !Object.keys(localStorage).some(key => localStorage[key].includes('mark:'))")
        assert SeatAttendance.objects.get().presence == "online"
    # The old answer is here now and says that nobody came.
    expect(page.locator("#item-" + AgendaItem.objects.get(position=2).public_id)).to_have_attribute(
        "aria-current", "step", timeout=FOLLOWED
    )
    expect(mark(page, world.member_a, "Online")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.takenBack") is False


def make_state_differ(meeting: Any) -> None:
    """Somebody else calls the second item, so that the page has something to fetch."""
    meeting.session.current_item = AgendaItem.objects.get(meeting=meeting, position=2)
    meeting.session.save()


def test_a_slow_link_is_asked_one_question_at_a_time(world, open_page):
    meeting = make_session(world.group_a)
    page = open_page(world.secretary, f"{meeting.get_absolute_url()}live/")
    with slow(page, "**/live/now/") as link:
        for _ in range(5):
            page.evaluate(LOOK_AGAIN)
        link.until_held(1)
        page.evaluate("0")
        assert len(link.held) == 1


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.tagName")


@pytest.mark.parametrize(
    ("button", "place"),
    [("Break", "now-head"), ("Give the floor", "speakers-head"), ("Next item", "press-next")],
)
def test_the_focus_stays_in_its_place_when_a_button_is_gone(world, open_page, button, place):
    meeting = make_session(world.group_a)
    list_speaker(actor=world.secretary, meeting=meeting, name="A guest")
    page = open_page(world.secretary, f"{meeting.get_absolute_url()}live/")
    page.get_by_role("button", name=button, exact=True).focus()
    page.keyboard.press("Enter")
    changed = {"Break": "Resume", "Give the floor": "Finished", "Next item": "Previous item"}[button]
    expect(page.get_by_role("button", name=changed, exact=True)).to_be_visible(timeout=FOLLOWED)
    assert focused(page) == place


def test_the_focus_goes_on_when_an_item_leaves_the_agenda(world, open_page):
    meeting = make_meeting(world.group_a)
    plan = AgendaItem.objects.get(position=2).public_id
    page = open_page(world.secretary, f"{meeting.get_absolute_url()}agenda/")
    page.locator(f"#more-{plan}").focus()
    page.keyboard.press("Enter")
    person = Counted(page)
    person.tab_to("button[value=backlog]")
    page.keyboard.press("Enter")
    expect(page.locator("#put-back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(f"#title-{plan}")).to_be_focused()
    assert len(titles_for(meeting)) == 3


def test_a_move_that_got_lost_says_so_and_can_be_tried_again(world, open_page, console):
    meeting = make_meeting(world.group_a)
    plan = AgendaItem.objects.get(position=2).public_id
    page = open_page(world.secretary, f"{meeting.get_absolute_url()}agenda/", viewport=PHONE)
    before = titles_for(meeting)
    page.route("**/move/", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator(f"#up-{plan}").click()
    expect(page.locator("#move-lost")).to_be_visible()
    expect(page.locator("#live")).to_contain_text("Nothing was moved")
    assert not scrolls_sideways(page)
    assert titles_for(meeting) == before
    page.unroute("**/move/")
    page.locator(f"#up-{plan}").click()
    expect(page.locator("#live")).to_contain_text("is now number 1.")
    expect(page.locator("#move-lost")).to_be_hidden()
    assert titles_for(meeting) == [before[1], before[0], before[2]]
    # The browser and htmx report the request that was cut; the page reports nothing more.
    console.settle()
    for told in ("net::ERR_FAILED", "htmx:afterRequest", "htmx:sendError"):
        (line,) = [line for line in console.lines if told in line]
        console.lines.remove(line)


@pytest.fixture
def editor(world, open_page):
    minutes = make_minutes(make_held(world.group_a))
    page = open_page(world.secretary, f"{minutes.get_absolute_url()}edit/")
    field = page.get_by_label("Record in English")
    field.press("Control+End")
    return page, field


def test_saving_by_hand_waits_for_the_saving_that_is_on_its_way(editor):
    page, field = editor
    with slow(page, "**/minutes/autosave/", "POST") as link:
        field.type("First. ")
        link.until_held(1)
        field.type("Second.")
        page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/minutes/")
    expect(page.locator("main")).to_contain_text("First. Second.")
    assert "First. Second." in Minutes.objects.get().text_en


def test_what_is_typed_while_it_saves_is_saved_next(editor):
    page, field = editor
    with slow(page, "**/minutes/autosave/", "POST") as link:
        field.type("First. ")
        link.until_held(1)
        field.type("Second.")
        # The pause after typing is over, and the first saving is still on its way.
        page.evaluate("new Promise(resolve => setTimeout(resolve, 4200))")
    expect(page.locator("[data-saved]")).to_contain_text("Saved", timeout=FOLLOWED)
    for _ in range(100):
        if "Second." in Minutes.objects.get().text_en:
            break
        page.wait_for_timeout(50)
    assert "First. Second." in Minutes.objects.get().text_en


def test_a_poll_is_answered_by_keyboard_alone_and_pressed_twice_on_a_slow_link(world, open_page):
    poll = make_poll(world.group_a)
    page = open_page(world.member_a, poll.get_absolute_url(), viewport=PHONE)
    person = Counted(page)
    for number in range(3):
        group = page.locator("fieldset").nth(number)
        name = group.locator("input").first.get_attribute("name")
        person.tab_to(f"[name='{name}']")
        person.key("Space")
    person.tab_to("main form button.button-main")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    with page.expect_navigation():
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("You have answered.")
    assert sent == ["POST"]
    assert set(PollVote.objects.filter(person=world.member_a).values_list("vote", flat=True)) == {"yes"}
