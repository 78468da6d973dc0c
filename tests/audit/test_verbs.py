"""Every verb that the code writes has words."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.translation import override

from rec_portal.audit import verbs
from rec_portal.foundation.references import model_named

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("rec_portal", "councils", "working_groups", "meetings")
WRITTEN = re.compile(r"""(?:verb=|_write\(|tell\(|verb = )\(?\s*["']([a-z_]+\.[a-z_]+)["']""")


def sources() -> list[Path]:
    return [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def written() -> set[str]:
    """Verbs in calls, and every text that looks like a verb of a known noun, however it gets to the writer."""
    found, nouns = set(), {verb.split(".")[0] for verb in verbs.known()}
    for path in sources():
        text = path.read_text()
        found |= set(WRITTEN.findall(text))
        past = re.findall(r"""["']([a-z_]+)\.([a-z_]*(?:ed|made|given|asked|in|out))["']""", text)
        found |= {f"{noun}.{verb}" for noun, verb in past if noun in nouns}
    return found


def test_every_verb_in_the_code_has_words():
    assert len(written()) > 20
    assert written() - verbs.known() == set()


def test_every_named_verb_is_used():
    code = "\n".join(path.read_text() for path in sources() if path.name != "verbs.py")
    computed = {"meeting.moved", "meeting.postponed", "meeting.cancelled", "meeting.closed"}
    assert {verb for verb in verbs.known() if f'"{verb}"' not in code} <= computed


def test_an_unknown_verb_is_shown_as_it_is():
    assert verbs.in_words("meeting.forgotten") == "meeting.forgotten"


def test_choices_stand_under_their_headings_in_the_readers_alphabet():
    for language in ("en", "ru"):
        with override(language):
            groups = dict(verbs.choices())
            assert list(groups) == sorted(groups)
            assert all(words == sorted(words, key=lambda choice: choice[1]) for words in groups.values())


@pytest.mark.parametrize("name", sorted(name for name in verbs._fields if "." in name))
def test_named_fields_exist(name):
    model, _dot, field = name.rpartition(".")
    assert apps.get_model(model)._meta.get_field(field)


def test_models_of_changes_exist():
    assert all(model_named(label) for label in verbs._models.values())
