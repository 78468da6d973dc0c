"""What is attached to one meeting, in one query, so that its pages do not ask each table in turn.

Most meetings have no papers, no decisions and one body; a page that asked each table would ask mostly in vain. Each
room registers the models whose rows belong to a meeting.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from meetings.meeting.models import Meeting, MeetingBody
from rec_portal.foundation.at_hand import tie
from rec_portal.foundation.prepared import PreparedQuery


@dataclass(frozen=True)
class Attached:
    """`further` has id, English and Russian name of each further body of a joint meeting; `has` the names of those
    kinds (see `register`) of which there are rows; `series` the columns SERIES. Whether a reader may see them is
    another question."""

    further: list[tuple[int, str, str]]
    has: frozenset[str] = frozenset()
    series: dict[str, Any] = field(default_factory=dict)


SERIES = ("public_id", "title", "rule", "body_id")
_kinds: dict[str, Any] = {}
_subjects: list[tuple[Any, str]] = [(Meeting, "pk")]


def register(name: str, model: Any) -> None:
    """Rows of `model` have a `meeting`; `Attached.has` names those kinds of which the meeting has rows."""
    _kinds[name] = model


def register_subject(model: Any, path: str) -> None:
    """Mails about rows of `model` belong to the meeting found at `path`."""
    _subjects.append((model, path))


def attached_to(meeting: Meeting) -> Attached:
    """Asked once for each meeting that was read; a page asks it for itself and for its panels."""
    known: Attached | None = meeting.__dict__.get("_attached")
    if known is None:
        known = meeting.__dict__["_attached"] = _read(meeting)
        # Rules about rows of the meeting need not ask for its bodies again.
        tie(meeting, MeetingBody, ("meeting", "body"), (body for body, *_names in known.further))
    return known


def _read(meeting: Meeting) -> Attached:
    rows = _ALL.rows(meeting=meeting.pk)
    further = [row[:3] for row in rows if row[0] is not None]
    end = 3 + len(_kinds)
    has = frozenset(name for name, found in zip(_kinds, rows[0][3:end], strict=True) if found)
    series = dict(zip(SERIES, rows[0][end:], strict=True))
    return Attached(further, has, series if series["body_id"] else {})


def _rows(meeting: int) -> QuerySet:
    kinds = {f"has_{name}": Exists(model.objects.filter(meeting=OuterRef("pk"))) for name, model in _kinds.items()}
    further = [f"further_bodies__{column}" for column in ("body_id", "body__name_en", "body__name_ru")]
    series = [f"series__{column}" for column in SERIES]
    found = Meeting.objects.filter(pk=meeting).annotate(**kinds).order_by("further_bodies__pk")
    return found.values_list(*further, *kinds, *series)


_ALL = PreparedQuery(_rows)


def subjects_of_mail(meeting: Meeting) -> tuple[list[str], Any]:
    """What mails about the meeting are about: the labels of the models, and the public ids as a subquery. Whether a
    reader may see which is another question."""
    first, *others = (
        model.objects.filter(**{path: meeting.pk}).order_by().values("public_id") for model, path in _subjects
    )
    return [model._meta.label_lower for model, _path in _subjects], first.union(*others, all=True)
