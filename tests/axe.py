"""Asks axe-core about a page: WCAG 2.2 AA and best practice, in the light and the dark scheme."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}


def assert_accessible(page: Page, schemes: tuple[str, ...] = ("light", "dark")) -> None:
    """Fails with each violation, its element and what to do, unless there is none in any scheme."""
    found = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"[{scheme}] {line}" for line in violations(page)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert not found, f"{page.url}:\n" + "\n".join(found)


def violations(page: Page) -> list[str]:
    response = Axe().run(page, options=OPTIONS).response
    return [_line(violation, node) for violation in response["violations"] for node in violation["nodes"]]


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{violation['id']}: {node['target']} {node['html'][:160]}\n    {node['failureSummary']}"
