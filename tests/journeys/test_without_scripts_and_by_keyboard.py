"""The main job again: once without JavaScript, once with the keyboard alone, counted."""

import pytest
from playwright.sync_api import expect

from meetings.meeting.models import Meeting
from tests.journeys.steps import day_in, post_goes_round, sign_in_by_page
from tests.journeys.test_secretariat_calls_moves_cancels import fill_new_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def test_without_scripts(world, new_context, live_portal):
    context = new_context(java_script_enabled=False)
    context.group = world.group_a.slug
    page = context.new_page()
    sign_in_by_page(page, world.secretary)
    fill_new_meeting(page, "Meeting without scripts")
    page.get_by_role("button", name="Check").first.click()
    expect(page.locator("#times")).to_contain_text("New York")
    expect(page.get_by_label("Title")).to_have_value("Meeting without scripts")
    page.get_by_role("button", name="Save and preview invitations").last.click()
    page.get_by_role("button", name="Convene").click()
    assert len(post_goes_round()) == 3
    page.get_by_role("link", name="Move").click()
    page.get_by_label("Date", exact=True).fill(day_in(20))
    page.get_by_role("button", name="Move").click()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_label("Reason").fill("No longer needed.")
    page.get_by_role("button", name="Cancel").click()
    assert Meeting.objects.get(title="Meeting without scripts").state == "cancelled"


class Keyboard:
    """Presses keys and counts them; goes to a control only by Tab, and sees where the focus is."""

    def __init__(self, page) -> None:
        self.page, self.keys = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def tab_to(self, selector: str, most: int = 120) -> None:
        for _ in range(most):
            if self.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
                self._assert_seen()
                return
            self.press("Tab")
        raise AssertionError(f"Tab never came to {selector}")

    def _assert_seen(self) -> None:
        """The focused control is in view and not under something else."""
        seen = self.page.evaluate(
            """() => {
                const element = document.activeElement, box = element.getBoundingClientRect();
                const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return !!top && (element === top || element.contains(top) || top.contains(element) ||
                                 !!element.labels && [...element.labels].some(label => label.contains(top)));
            }"""
        )
        assert seen, "the focus is hidden"


def test_by_keyboard_alone(world, new_context, live_portal):
    page = new_context().new_page()
    sign_in_by_page(page, world.secretary)
    page.goto(f"/meetings/new/?body={world.group_a.slug}")
    keyboard = Keyboard(page)
    keyboard.tab_to("[name=day]")
    year, month, day = day_in(15).split("-")
    # The native control takes month, day, year in this browser's own language.
    keyboard.type(month + day + year)
    expect(page.locator("[name=day]")).to_have_value(day_in(15))
    # Enter in a field presses the button that leads on and sends nothing.
    keyboard.press("Enter")
    page.wait_for_url("**/convene/")
    assert keyboard.keys <= 80, f"{keyboard.keys} keys to plan a meeting"
    keyboard.tab_to("main form button.button-main")
    keyboard.press("Enter")
    page.wait_for_url(lambda url: "/convene/" not in url)
    assert len(post_goes_round()) == 3
    keyboard.tab_to("a[href$='/cancel/']")
    keyboard.press("Enter")
    page.wait_for_url("**/cancel/")
    keyboard.tab_to("textarea[name=reason], input[name=reason]")
    keyboard.type("Called off")
    keyboard.tab_to("main form button.button-danger")
    keyboard.press("Enter")
    page.wait_for_url(lambda url: "/cancel/" not in url)
    assert Meeting.objects.get(body=world.group_a).state == "cancelled"
    assert len(post_goes_round()) == 3
