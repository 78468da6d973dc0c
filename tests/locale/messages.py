"""The Russian message file, entry by entry, as the tests of it read it."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "locale/ru/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[ds%]|\{\w*\}|</?\w+[^>]*>")


def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(FILE)) if not entry.obsolete]


def texts(entry: polib.POEntry) -> list[str]:
    """What is said in Russian: one text, or one for each form of the plural."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def pairs() -> Iterator[tuple[str, str]]:
    """(English, Russian), a pair for each form of the plural."""
    for entry in entries():
        for text in texts(entry):
            yield entry.msgid, text


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def words(text: str) -> str:
    """The text without its placeholders, which are the same in every language."""
    return PLACEHOLDER.sub(" ", text)


def filled(text: str) -> str:
    """The text as it may look on a page: something stands where the placeholders were."""
    return PLACEHOLDER.sub("N", text)
