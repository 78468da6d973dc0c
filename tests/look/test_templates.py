"""Rules that every template keeps: nothing inline, props named, every component on the pattern page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "templates"
PAGES = sorted(file for file in ROOT.rglob("*.html") if "emails" not in file.relative_to(ROOT).parts)
COMPONENTS = sorted((ROOT / "components").glob("*.html"))
PATTERNS = "".join(file.read_text() for file in sorted((ROOT / "patterns").glob("*.html")))

INLINE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "handler attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "script address": re.compile(r"""(href|src|action)\s*=\s*["']?\s*javascript:""", re.IGNORECASE),
    "foreign address": re.compile(
        r"""<(link|script|img|iframe)\b[^>]*(href|src)\s*=\s*["']?(https?:)?//""", re.IGNORECASE
    ),
}
BROKEN = [
    ('<p style="color:red">', "style attribute"),
    ('<a href="/"\n onclick="go()">', "handler attribute"),
    ("<style>", "style element"),
    ("<script>go()</script>", "inline script"),
    ('<a href="javascript:go()">', "script address"),
    ('<script src="//elsewhere.example/x.js">', "foreign address"),
]


def breaches(text: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(text)]


@pytest.mark.parametrize(("text", "name"), BROKEN)
def test_the_guard_notices(text, name):
    assert name in breaches(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_nothing_inline(page):
    assert not breaches(page.read_text())


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.stem)
def test_a_component_names_its_props(component):
    text = component.read_text()
    assert text.startswith("{% comment %}")
    assert "Props:" in text.split("{% endcomment %}")[0]


def shown(name: str, text: str) -> bool:
    return f'"components/{name}.html"' in text


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.stem)
def test_a_component_is_on_the_pattern_page(component):
    if component.stem in ("form", "field", "field_notes", "error_summary"):
        # Drawn by the form renderer; test_forms.py looks at what comes out.
        assert "{{ form }}" in PATTERNS
    else:
        assert shown(component.stem, PATTERNS), f"templates/patterns/ shows no {component.stem}"


TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
CLASSES = re.compile(r'\bclass="([^"]*)"')
# They only take the bullets away from a list.
BARE = {"nav-list", "palette-list", "error-list"}


def styled() -> set[str]:
    css = "".join(file.read_text() for file in (ROOT.parent / "static" / "css").glob("*.css"))
    return set(re.findall(r"\.([a-z][\w-]*)", css)) | BARE


def used(text: str) -> set[str]:
    plain = TAG.sub("\0", text.replace("{% endif %}{%", "{% endif %} {%"))
    return {name for value in CLASSES.findall(plain) for name in value.split() if "\0" not in name}


def test_the_class_guard_notices():
    assert used('<p class="no-such {% if a == "b" %}x{% endif %} tag-{{ kind }}">') - styled() == {"no-such"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_class_has_a_style(page):
    assert not used(page.read_text()) - styled()
