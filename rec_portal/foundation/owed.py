"""What a person owes: each room registers a source, and Today reads all of them in one query.

A source gives rows of one shape (`shape`), so that the database joins the sources by UNION: a further source costs no
further query. A source returns None for a person who cannot owe anything of its kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

NOTHING = Value("")
COLUMNS = ("owed_kind", "owed_key", "owed_title_en", "owed_title_ru", "owed_about", "owed_due")


class Owed(NamedTuple):
    """One line of the list; `about` is a short text (a body's name, a number), `due` may be None."""

    kind: str
    key: str
    title_en: str
    title_ru: str
    about: str
    due: datetime | None


class Line(NamedTuple):
    """How a source words one line: its page, a sentence, and the one button with its address."""

    url: str
    text: str
    action_label: str
    action_url: str


@dataclass(frozen=True)
class Source:
    """`rows(user, now)` returns a queryset made by `shape`, or None; `line(owed)` words a row without a query."""

    kind: str
    rows: Callable[[Any, datetime], QuerySet | None]
    line: Callable[[Owed], Line]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.kind] = source


def shape(
    rows: QuerySet,
    kind: str,
    *,
    key: str = "public_id",
    title_en: str = "title_en",
    title_ru: str = "title_ru",
    about: str | Combinable = NOTHING,
    due: str | None = None,
) -> QuerySet:
    """`rows` in the columns that all sources share; the names are fields of the model, also through relations."""
    about = F(about) if isinstance(about, str) else about
    instant: Combinable = F(due) if due else Cast(Value(None), DateTimeField())
    return (
        rows.order_by()
        .annotate(
            owed_kind=Value(kind, output_field=CharField()),
            owed_key=Cast(F(key), CharField()),
            owed_title_en=Cast(F(title_en), TextField()),
            owed_title_ru=Cast(F(title_ru), TextField()),
            owed_about=Cast(about, TextField()),
            owed_due=instant,
        )
        .values_list(*COLUMNS)
    )


def owed_by(user: Any, now: datetime, limit: int = 50) -> list[tuple[Owed, Line]]:
    """What the person owes, the soonest first, those without a date last; one query."""
    parts = [rows for source in _sources.values() if (rows := source.rows(user, now)) is not None]
    if not parts:
        return []
    joined = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found = [Owed(*row) for row in joined.order_by(F("owed_due").asc(nulls_last=True), "owed_key")[:limit]]
    return [(owed, _sources[owed.kind].line(owed)) for owed in found]
