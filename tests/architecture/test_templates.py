"""Templates: nothing inline that the content policy would refuse, nothing from elsewhere, every text marked."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, name_of, templates

MAILS = ROOT / "templates/emails"
BREACHES = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "style element": re.compile(r"<style\b", re.I),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.I),
    "inline handler": re.compile(r"<[^>]*\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "javascript: address": re.compile(r"javascript:", re.I),
    "something from elsewhere": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I
    ),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape\s+off", re.I),
}
# Names that are the same in every language.
NAMES = {"REC Portal", "Ctrl K", "Ctrl", "Esc"}
# The pattern page shows the components with invented content, which nobody translates.
SAMPLES = ROOT / "templates/patterns"
# Help texts of form fields are written by the portal's makers; Django's own, for passwords, are a list in HTML.
TRUSTED = {"templates/components/field_notes.html": ["unescaped text"]}
SPOKEN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt"}
MARKED = re.compile(r"{%-?\s*blocktrans(?:late)?\b.*?{%-?\s*endblocktrans(?:late)?\s*-?%}", re.S)
SILENT = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", re.S)
# A placeholder inside a tag must not break the tag for the parser.
WORDS = re.compile(r"[^\W\d_]{2,}")


def pages() -> list[Path]:
    return [path for path in templates() if MAILS not in path.parents]


def breaches(source: str) -> list[str]:
    source = re.sub(r"{%\s*comment\b.*?{%\s*endcomment\s*%}", "", source, flags=re.S)
    return [name for name, pattern in BREACHES.items() if pattern.search(source)]


class _Speech(HTMLParser):
    """Collects what a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.spoken: list[str] = []
        self.depth_of_code = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.depth_of_code += tag in ("script", "style", "code")
        self.spoken += [value or "" for name, value in attributes if name in SPOKEN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.depth_of_code -= tag in ("script", "style", "code")

    def handle_data(self, data: str) -> None:
        if not self.depth_of_code:
            self.spoken.append(data)


def unmarked(source: str) -> list[str]:
    """Texts that stand in the template without a mark for translation."""
    speech = _Speech()
    speech.feed(SILENT.sub("", MARKED.sub("", source)))
    texts = [" ".join(text.split()) for text in speech.spoken]
    return [text for text in texts if WORDS.search(text) and text.strip(" –·") not in NAMES]


def test_no_template_breaks_the_content_policy():
    found = {name_of(path): breaches(path.read_text()) for path in pages()}
    assert {name: kinds for name, kinds in found.items() if kinds} == TRUSTED


def test_every_text_is_marked_for_translation():
    files = [path for path in templates() if path.suffix == ".html" and SAMPLES not in path.parents]
    found = {name_of(path): unmarked(path.read_text()) for path in files}
    assert not {name: texts for name, texts in found.items() if texts}


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
        '<a href="javascript:go()">',
        '<img src="//elsewhere.example/x.png">',
        "{{ text|safe }}",
    ],
)
def test_a_breach_is_noticed(source):
    assert breaches(source)


@pytest.mark.parametrize(
    "source", ["<p>Hello</p>", '<a title="Go on" href="/">{{ x }}</a>', "{% if x %}Yes{% endif %}"]
)
def test_an_unmarked_text_is_noticed(source):
    assert unmarked(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Hello" %}',
        "{% blocktranslate trimmed %}Hello {{ name }}{% endblocktranslate %}",
        "{% comment %} Props: title {% endcomment %}<p>{{ title }}</p>",
        "<p>{% if a %}{{ a|default:'none' }}{% endif %} – 12:00</p>",
    ],
)
def test_a_marked_text_is_let_through(source):
    assert not unmarked(source)
