"""Answering from a row that was read already what a rule would ask the database of it."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, prefetch_related_objects

# Where a value lies on the row is the rule's own notation: "meeting__state__in" is the state of the row's meeting.
_LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda value, wanted: value == wanted,
    "in": lambda value, wanted: value in wanted,
    "isnull": lambda value, wanted: (value is None) == wanted,
}


def beyond(path: str, at: str) -> str | None:
    """What is left of `path` behind `at` ("body" of "meeting__body" at "meeting"); None where it leads elsewhere."""
    if not at or path == at:
        return path if not at else ""
    return path.removeprefix(f"{at}__") if path.startswith(f"{at}__") else None


def key_at(row: Model, path: str) -> Any:
    """The key of what `path` leads to from `row`; None where it leads to nothing."""
    return value_at(row, path) if path else row.pk


def row_at(row: Any, path: str) -> Any:
    for step in path.split("__") if path else ():
        row = row and getattr(row, step)
    return row


def value_at(row: Model, path: str) -> Any:
    """The value of the field at `path`, of a relation the key, which is there without reading what it leads to."""
    *steps, last = path.split("__")
    owner = row_at(row, "__".join(steps))
    if owner is None:
        return None
    if not isinstance(owner, Model):
        raise FieldDoesNotExist(path)
    field: Any = owner._meta.get_field(last)
    return getattr(owner, field.attname)


def put_at_hand(rows: Iterable[Any], relation: str, known: Iterable[Model]) -> None:
    """Gives each row what its `relation` leads to from among the `known`; what is not among them is read in one query.

    For lists whose filter has read the few groups already: joined, each line would make its group anew.
    """
    by_key = {row.pk: row for row in known}
    missing = []
    for row in rows:
        found = by_key.get(key_at(row, relation))
        if found is None:
            missing.append(row)
        else:
            setattr(row, relation, found)
    if missing:
        prefetch_related_objects(missing, relation)


def answer(row: Model, lookup: str, wanted: Any) -> bool | None:
    """Whether `row` is among those that `filter(lookup=wanted)` would find; None for a comparison not known here."""
    *steps, last = lookup.split("__")
    if last not in _LOOKUPS:
        steps, last = [*steps, last], "exact"
    test = _LOOKUPS[last]
    try:
        value = value_at(row, "__".join(steps))
    except FieldDoesNotExist:
        return None
    return test(value, wanted)


def tie(row: Model, link: type[Model], ends: tuple[str, str], roots: Iterable[int]) -> frozenset[int]:
    """Notes on `row` the keys that the joining table `link` ties to it; `ends` are its fields, that of `row` first."""
    return row.__dict__.setdefault("_tied", {}).setdefault((link, ends), frozenset(roots))


def tied_to(row: Model, link: type[Model], ends: tuple[str, str]) -> frozenset[int]:
    """What `tie` noted; asked once where nobody did."""
    known = row.__dict__.get("_tied", {}).get((link, ends))
    if known is not None:
        return known
    ours, theirs = ends
    return tie(row, link, ends, link._base_manager.filter(**{ours: row.pk}).values_list(f"{theirs}_id", flat=True))
