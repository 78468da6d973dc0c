"""The browser of the journeys: Debian's Chromium, closed to the network, and strict about what the console says."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

LAUNCH_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
SHOTS = Path(__file__).resolve().parent.parent / "var/shots"


def chromium() -> str:
    """The path of an installed Chromium; a test that needs one fails without it, and never skips."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, filter(None, names)) if path), None)
    if found is None:
        pytest.fail("Chromium is missing: run `apt-get install chromium`, or name it in CHROMIUM.", pytrace=False)
    return found


class Console:
    """Collects what pages say to the console; a page that says anything at all fails its test.

    The browser reports a document that answered 404 or 422 as an error of loading; those are answers that a journey
    asks for, so a document is let through, and a missing script or picture is not.
    """

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._documents: set[str] = set()
        self._contexts: list[BrowserContext] = []

    def watch(self, context: BrowserContext) -> None:
        self._contexts.append(context)
        context.on("response", self._note_document)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.lines.append(f"uncaught: {error.error}"))

    def settle(self) -> None:
        """Lets messages that are still on their way arrive."""
        for page in (page for context in self._contexts for page in context.pages if not page.is_closed()):
            page.evaluate("0")

    def _note_document(self, response: Response) -> None:
        if response.request.resource_type == "document":
            self._documents.add(response.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        address = message.location.get("url", "")
        if message.text.startswith("Failed to load resource: the server responded") and address in self._documents:
            return
        self.lines.append(f"{message.type}: {message.text} ({address})")


def take_shot(page: Page, name: str, **options: Any) -> Path:
    """A picture of the whole page under var/shots/, for people to look at."""
    path = SHOTS / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True, **options)
    return path


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
