"""Documents say what is so: diagrams drawn from the tables, links that lead somewhere, commands that exist."""

import re
import sys

from tests.architecture.sources import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_state_diagrams_are_up_to_date():
    from draw_states import DOCUMENT, with_diagrams

    text = DOCUMENT.read_text()
    assert "stateDiagram-v2" in text
    assert text == with_diagrams(text), "run: python scripts/draw_states.py"


def test_every_link_between_documents_leads_somewhere():
    missing = []
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", document.read_text()):
            if not (document.parent / target).exists():
                missing.append((document.name, target))
    assert not missing


def test_every_make_command_that_is_named_exists():
    known = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.M))
    named = {word for document in DOCUMENTS for word in re.findall(r"`make ([a-z][\w-]*)", document.read_text())}
    assert named <= known


def test_every_named_script_and_file_exists():
    pattern = re.compile(r"`(?:python3? )?((?:scripts|deploy|docs|tests|rec_portal)/[\w/.-]+\.\w+)")
    named = {(document.name, path) for document in DOCUMENTS for path in pattern.findall(document.read_text())}
    assert not [(name, path) for name, path in named if not (ROOT / path).exists()]


def test_the_first_screen_of_the_readme_has_the_two_commands():
    first_screen = "\n".join((ROOT / "README.md").read_text().splitlines()[:25])
    assert "make demo" in first_screen
    assert "make test" in first_screen
