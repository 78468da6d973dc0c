"""Counts what a person does at a page: keys, presses of a finger or a mouse, and pages that were loaded."""

from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, Request

# The focused control is in view, and not under something else.
IS_SEEN = """() => {
    const element = document.activeElement, box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return !!top && (element === top || element.contains(top) || top.contains(element) ||
                     !!element.labels && [...element.labels].some(label => label.contains(top)));
}"""


class Counted:
    """`keys` are presses of the keyboard (a chord is one), `typed` letters of a text, `presses` of finger or mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = self.typed = self.presses = self.loads = 0
        page.on("request", self._note)

    def __str__(self) -> str:
        return f"{self.keys} keys, {self.typed} letters, {self.presses} presses, {self.loads} pages"

    def start(self) -> None:
        """Counts from here: the person has come to where the task begins."""
        self.keys = self.typed = self.presses = self.loads = 0

    def key(self, name: str) -> None:
        self.page.keyboard.press(name)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.typed += len(text)

    def press(self, target: Locator) -> None:
        """With the finger where the device has one."""
        touches = self.page.evaluate("navigator.maxTouchPoints > 0")
        (target.tap if touches else target.click)()
        self.presses += 1

    def choose(self, target: Locator, value: str) -> None:
        """One press opens the list, one more chooses."""
        target.select_option(value)
        self.presses += 2

    def drag(self, target: Locator, to: Locator) -> None:
        target.drag_to(to)
        self.presses += 1

    def tab_to(self, selector: str, most: int = 120) -> None:
        for _ in range(most):
            if self.page.evaluate("selector => document.activeElement?.matches(selector)", selector):
                assert self.page.evaluate(IS_SEEN), f"the focus on {selector} is hidden"
                return
            self.key("Tab")
        raise AssertionError(f"Tab never came to {selector}")

    @contextmanager
    def loading(self) -> Any:
        with self.page.expect_navigation():
            yield

    def _note(self, request: Request) -> None:
        # An answer that sends on to another address is one page to whoever waits for it.
        if request.is_navigation_request() and request.redirected_from is None:
            self.loads += 1
