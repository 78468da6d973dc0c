"""Markdown: the allow-list is frozen here; whatever is typed, nothing else comes out."""

import re

import pytest

from rec_portal.foundation.markdown import ATTRIBUTES, SCHEMES, TAGS, parse, render


def test_the_allow_list_is_this_one():
    assert {
        *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "s"),
        *("code", "pre", "a", "table", "thead", "tbody", "tr", "th", "td"),
    } == TAGS
    assert {"a": {"href"}, "ol": {"start"}} == ATTRIBUTES
    assert {"https", "http", "mailto"} == SCHEMES


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://example.org/x.png)",
    "![x](data:image/svg+xml;base64,AAAA)",
    "[x](javascript:alert(1))",
    "[x](  JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>1</script>)",
    "[x](vbscript:x)",
    "<a href='javascript:1'>x</a>",
    "<svg onload=alert(1)>",
    "<iframe src=//example.org></iframe>",
    "<style>p{}</style>",
    '[x](https://example.org" onmouseover="alert(1))',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>`",
    "```html\n<script>\n```",
    "<!-- -->",
    "<p style='x'>a</p>",
    "&lt;script&gt;",
]


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_but_the_allowed_comes_out(text):
    html = render(text)
    for tag, attributes in re.findall(r"<\s*/?\s*([a-z0-9]+)([^>]*)>", html, re.I):
        assert tag in TAGS
        names = set(re.findall(r"([a-z-]+)\s*=", re.sub(r"\"[^\"]*\"", '""', attributes), re.I))
        assert names <= {"href", "rel", "start"}
    assert not re.search(r"href=\"(?!https?:|mailto:)", html)
    assert "<img" not in html


def test_what_is_meant_to_work_works():
    html = render(
        "# A\n\n## B\n\n- **c** *d* ~~e~~\n\n1. f\n\n| g | h |\n|---|---|\n| i | j |\n\n[k](https://example.org)"
    )
    assert "<h2>A</h2>" in html
    assert "<h2>B</h2>" in html
    assert "<strong>c</strong> <em>d</em> <s>e</s>" in html
    assert "<td>i</td>" in html
    assert 'rel="noreferrer noopener nofollow"' in html


def test_a_line_stays_a_line_and_letters_stay_letters():
    assert render("Қазақстан\nЎзбекистон") == "<p>Қазақстан<br>\nЎзбекистон</p>\n"


def test_tokens_are_for_other_writers():
    assert [token.tag for token in parse("# A") if token.type == "heading_open"] == ["h2"]
