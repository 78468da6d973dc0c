"""Letters that readers take for one another are compared as one: capitals, ё and е, қ and к, ş and s; signs part words.

A folded text begins with a space, so that " wg" finds the beginning of a word, the first one too.

The same function runs in Python, on SQLite and on PostgreSQL (there with an index, see the migration), so that the demo
finds what production finds. Whoever changes the table writes a migration that makes function and index anew.
"""

from typing import Any

from django.db.models import Func, TextField

# Kazakh, Kyrgyz, Tajik, Uzbek Cyrillic; Turkmen, Uzbek and Turkish Latin.
ALIKE = {
    "ё": "е", "қ": "к", "ғ": "г", "ң": "н", "ө": "о", "ү": "у", "ұ": "у", "һ": "х", "ҳ": "х", "ў": "у",
    "ӣ": "и", "ӯ": "у", "ҷ": "ч", "і": "и", "ә": "а",
    "ä": "a", "ç": "c", "ğ": "g", "ı": "i", "ň": "n", "ö": "o", "ş": "s", "ü": "u", "ý": "y", "ž": "z",
}  # fmt: skip
PARTING = "!#$%&()*+,-./:;<=>?@[\\]^_{|}~–—…№\u00a0"
LEFT_OUT = "ʻʼ‘’`´'\"«»“”„"
FUNCTION = "portal_fold"

_table = str.maketrans(ALIKE | dict.fromkeys(PARTING, " ") | dict.fromkeys(LEFT_OUT))


def fold(text: str | None) -> str | None:
    """The text as it is compared; None stays None, as it does in a database."""
    return None if text is None else " " + text.lower().translate(_table)


class Fold(Func):
    """A column folded by the database."""

    function = FUNCTION
    arity = 1
    output_field = TextField()


def teach_sqlite(sender: Any, connection: Any, **rest: Any) -> None:
    """SQLite knows capitals of Latin letters only; it borrows Python's."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, fold, deterministic=True)
