"""What hangs on one meeting, as far as its pages must know it before they ask for more: one query for all of it.

Most meetings have no papers, no decisions and one body; a page that asked each table in turn would ask mostly in vain.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from meetings.models import ActionItem, Correction, Decision, Meeting, MeetingBody, Minutes, Paper, Series
from rec_portal.foundation.at_hand import tie
from rec_portal.foundation.prepared import PreparedQuery


@dataclass(frozen=True)
class Attached:
    """`further` has id, English and Russian name of each further body of a joint meeting; `series` its title, rule and
    body only. The others say whether there is anything at all. Who may see it is another question."""

    further: list[tuple[int, str, str]]
    series: Series | None
    papers: bool
    decisions: bool
    actions: bool


def attached_to(meeting: Meeting) -> Attached:
    """Asked once for each meeting that was read; a page asks it for itself and for its panels."""
    known: Attached | None = meeting.__dict__.get("_attached")
    if known is None:
        known = meeting.__dict__["_attached"] = _read(meeting)
        # Rules about what hangs on the meeting need not ask for its bodies again.
        tie(meeting, MeetingBody, ("meeting", "body"), (body for body, *_names in known.further))
    return known


def _read(meeting: Meeting) -> Attached:
    rows = _ALL.rows(meeting=meeting.pk)
    further = [row[:3] for row in rows if row[0] is not None]
    has, series = rows[0][3:6], dict(zip(_SERIES, rows[0][6:], strict=True))
    return Attached(further, Series(**series) if series["body_id"] else None, *map(bool, has))


def _rows(meeting: int) -> QuerySet:
    def some(model: Any) -> Exists:
        return Exists(model.objects.filter(meeting=OuterRef("pk")))

    hangs = {"has_papers": some(Paper), "has_decisions": some(Decision), "has_actions": some(ActionItem)}
    further = [f"further_bodies__{field}" for field in ("body_id", "body__name_en", "body__name_ru")]
    series = [f"series__{field}" for field in _SERIES]
    found = Meeting.objects.filter(pk=meeting).annotate(**hangs).order_by("further_bodies__pk")
    return found.values_list(*further, *hangs, *series)


_SERIES = ("public_id", "title", "rule", "body_id")
_ALL = PreparedQuery(_rows)


def told_about(meeting: Meeting) -> tuple[list[str], Any]:
    """Of what mails are written on behalf of the meeting: the labels of the models, and the public ids as a subquery.
    Itself, its record, the corrections and the actions. Who may see which is another question."""
    paths: list[tuple[Any, str]] = [
        *((Meeting, "pk"), (Minutes, "meeting"), (Correction, "minutes__meeting"), (ActionItem, "meeting"))
    ]
    first, *others = (
        model.objects.filter(**{path: meeting.pk}).order_by().values("public_id") for model, path in paths
    )
    return [model._meta.label_lower for model, _path in paths], first.union(*others, all=True)
