"""The instruments themselves: what the journeys rely on to notice faults does notice them."""

import pytest

from tests import axe, browser


def show(page, body: str, **headers: str) -> None:
    """Opens a page of our own making, with headers of our own."""
    html = f"<!doctype html><html lang='en'><title>Probe</title><main><h1>Probe</h1>{body}</main></html>"
    page.route("**/probe", lambda route: route.fulfill(body=html, headers={"Content-Type": "text/html", **headers}))
    page.goto("http://localhost:9/probe")


@pytest.mark.parametrize(
    "body",
    [
        "<script>console.log('a word')</script>",
        "<script>throw new Error('a fault')</script>",
        "<img src='/missing.png' alt=''>",
    ],
)
def test_the_console_collector_notices(page, console, body):
    page.route("**/missing.png", lambda route: route.fulfill(status=404))
    show(page, body)
    console.settle()
    assert console.lines
    console.lines.clear()


def test_the_console_collector_notices_a_breach_of_the_content_policy(page, console):
    show(page, "<script>var hidden = 1</script>", **{"Content-Security-Policy": "script-src 'self'"})
    console.settle()
    assert "Content Security Policy" in " ".join(console.lines)
    console.lines.clear()


def test_axe_notices_a_picture_without_words(page):
    show(page, "<img src='data:,'><p>text</p>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe.assert_accessible(page)


def test_sideways_scrolling_is_noticed(page):
    show(page, "<pre>" + "wide " * 500 + "</pre>")
    assert browser.scrolls_sideways(page)
