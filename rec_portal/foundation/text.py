"""Text that people type: which characters are refused, and bilingual fields."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.deconstruct import deconstructible
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# Marks that turn the direction of text round: they can make a name read as another one.
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@deconstructible
class PlainText:
    """Refuses control and direction characters; line breaks and tabs pass where `lines` is true."""

    def __init__(self, lines: bool = False) -> None:
        self.lines = lines

    def __call__(self, value: str) -> None:
        permitted = "\n\r\t" if self.lines else ""
        for character in value:
            if character in DIRECTION_MARKS:
                raise ValidationError(
                    _("This text has an invisible character that changes the reading direction. Please remove it."),
                    code="direction",
                )
            if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") and character not in permitted:
                raise ValidationError(
                    _("This text has an invisible control character. Please remove it or type the text again."),
                    code="control",
                )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PlainText) and self.lines == other.lines

    def __hash__(self) -> int:
        return hash(("PlainText", self.lines))


class Bilingual:
    """Reads `<name>_<language>` in the reader's language, else in English, else whichever is there."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type | None = None) -> str:
        if row is None:
            return self  # type: ignore[return-value]
        language = (get_language() or "en")[:2]
        wanted = getattr(row, f"{self.name}_{language}", "")
        return wanted or getattr(row, f"{self.name}_en") or getattr(row, f"{self.name}_ru")


def is_bilingual(row: Any) -> bool:
    """Whether the row has texts of its own in several languages."""
    return any(isinstance(value, Bilingual) for value in vars(type(row)).values())


def line_field(max_length: int = 200, **options: Any) -> models.CharField:
    """A one-line model field that refuses control and direction characters."""
    return models.CharField(max_length=max_length, validators=[PlainText()], **options)


def text_field(max_length: int = 10_000, **options: Any) -> models.TextField:
    """A model field of several lines that refuses control and direction characters."""
    return models.TextField(max_length=max_length, validators=[PlainText(lines=True)], **options)


def one_line(text: str) -> str:
    """Stored text made fit for a header or a calendar line: no breaks, control or direction characters."""
    return " ".join("".join(" " if character.isspace() else character for character in _plain(text)).split())


def several_lines(text: str) -> str:
    """The same for text of several lines; breaks become plain ones."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip("\n")


def _plain(text: str) -> str:
    return "".join(
        character
        for character in text
        if character not in DIRECTION_MARKS
        and (character.isspace() or unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn"))
    )


LINK_LIKE = re.compile(r"(?<=[^\W_])([:](?=//)|[.@](?=[^\W_]{2}))")


def unlinked(text: str) -> str:
    """Typed text for a mail: mail programmes turn what looks like an address into a link, so an invisible character
    (zero width non-joiner) is put where an address would hold together. It reads the same."""
    return LINK_LIKE.sub("\\1\u200c", text)
