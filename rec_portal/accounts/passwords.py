"""Password rules beyond Django's own."""

import re
import unicodedata
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128
CONTEXT_WORDS = ("regional expert council", "rec portal", "recportal", "tashkent", "secretariat")
# What a person adds to a word that everybody knows, and what stands for a letter.
DISGUISES = str.maketrans("013457@$!", "oleastasi")
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
)


class LongestPasswordValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("At most %(count)d characters.") % {"count": LONGEST}, code="too_long")

    def get_help_text(self) -> str:
        return _("At most %(count)d characters.") % {"count": LONGEST}


class ContextWordsValidator:
    """Words anyone would try first against this portal."""

    def validate(self, password: str, user: Any = None) -> None:
        folded = password.casefold()
        rest = folded
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if rest != folded and len(rest.strip()) < 8:
            raise ValidationError(_("Too easy to guess: it is made of the portal's own words."), code="context")

    def get_help_text(self) -> str:
        return _("Do not build it from the portal's own words.")


class CommonWordsValidator:
    """Refuses what attackers try first: leaked passwords, also stretched to length by repeating, digits or disguise.

    Compares with the 20,000 most frequent leaked passwords that Django ships.
    """

    def validate(self, password: str, user: Any = None) -> None:
        folded = unicodedata.normalize("NFKC", password).casefold()
        if any(_is_known(form) for form in _forms(folded)) or _is_run(folded):
            raise ValidationError(
                _("Too easy to guess: it is among the passwords that are tried first."), code="common"
            )

    def get_help_text(self) -> str:
        return _("Do not use a common password, even with digits added.")


@cache
def _leaked() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _forms(folded: str) -> set[str]:
    """The password as typed, without disguise, and without what surrounds the letters."""
    inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    return {folded, folded.translate(DISGUISES), inner, inner.translate(DISGUISES)}


def _is_known(form: str) -> bool:
    """One leaked password, once or again and again, or two of them with nothing else; a word alone says nothing."""
    form = re.sub(r"[\W_]+", "", form)
    if not form:
        return False
    unit = _smallest_unit(form)
    if len(unit) <= 3 or unit in _leaked():
        return True
    return any(form[:cut] in _leaked() and form[cut:] in _leaked() for cut in range(3, len(form) - 2))


def _smallest_unit(form: str) -> str:
    """From "abcabcab" to "abc": the shortest piece that gives the whole when repeated."""
    length = (form + form).find(form, 1)
    for size in range(1, length):
        if (form[:size] * (len(form) // size + 1))[: len(form)] == form:
            return form[:size]
    return form[:length]


def _is_run(folded: str) -> bool:
    """Neighbouring keys or letters, forwards or backwards, however often begun anew."""
    letters = re.sub(r"[\W_]+", "", folded)
    steps = {run[at : at + 2] for row in RUNS for run in (row, row[::-1]) for at in range(len(row) - 1)}
    breaks = sum(letters[at : at + 2] not in steps for at in range(len(letters) - 1))
    return len(letters) > 0 and breaks <= len(letters) // 8
