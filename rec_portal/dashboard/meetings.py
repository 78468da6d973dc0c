"""The meetings of the first page: answers owed, what comes next, and what the secretariat has not finished."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.calling.tables import meeting_rows
from meetings.invitations.models import Invitation
from meetings.meeting.choices import EXPECTED, ON, MeetingState
from meetings.meeting.models import Meeting
from rec_portal.foundation import policy, spelling
from rec_portal.foundation.context import reader_zone

OWED_SHOWN = 10
COMING_SHOWN = 8
OPEN_SHOWN = 5
THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Schedule:
    """Rows as of meetings.calling.tables; `next` is the soonest meeting that takes place, with its clocks elsewhere."""

    owed: list[dict[str, Any]]
    this_week: list[dict[str, Any]]
    later: list[dict[str, Any]]
    next: Meeting | None

    def __bool__(self) -> bool:
        return bool(self.owed or self.this_week or self.later)


def schedule_of(request: HttpRequest, now: datetime) -> Schedule:
    """Three queries, however many meetings there are."""
    visible: Any = Meeting.objects.visible_to(request.user).marked_for(request.user).select_related("body")  # type: ignore[attr-defined]
    owing = Invitation.objects.visible_to(request.user).owed_by(request.user, now)  # type: ignore[attr-defined]
    owed = list(visible.filter(pk__in=owing.values("meeting")).order_by("starts_at", "id")[:OWED_SHOWN])
    coming = list(visible.upcoming(now)[:COMING_SHOWN])
    seen = {meeting.pk: meeting for meeting in [*owed, *coming]}
    rows = dict(zip(seen, meeting_rows(request, list(seen.values()), now), strict=True))
    rest = [meeting for meeting in coming if meeting not in owed and not _waits_for_a_time(meeting)]
    soon = [rows[meeting.pk] for meeting in rest if meeting.starts_at < now + THIS_WEEK]
    return Schedule(
        owed=[rows[meeting.pk] for meeting in owed],
        this_week=soon,
        later=[rows[meeting.pk] for meeting in rest[len(soon) :]],
        next=next((meeting for meeting in coming if meeting.state in (*EXPECTED, *ON)), None),
    )


def _waits_for_a_time(meeting: Any) -> bool:
    """Postponed, and for this reader an item to finish rather than one to attend."""
    return meeting.may_run and meeting.state == MeetingState.POSTPONED


def unfinished(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """Drafts that nobody was told of, and postponed meetings without a new time; one query, none for others."""
    if not policy.Access.of(request.user).holds("run_body"):
        return []
    rows = policy.allowed(request.user, "run", Meeting.objects.visible_to(request.user)).unscheduled()  # type: ignore[attr-defined]
    return [_to_finish(meeting, reader_zone(request.user), now) for meeting in rows[:OPEN_SHOWN]]


def _to_finish(meeting: Meeting, zone: str, now: datetime) -> dict[str, Any]:
    late = meeting.starts_at <= now
    when = spelling.span(meeting.starts_at, meeting.ends_at, zone, short=True)
    item = {"title": meeting.title, "url": meeting.get_absolute_url(), "tag_kind": "bad" if late else "warn"}
    if meeting.state == MeetingState.POSTPONED:
        return item | {
            "text": _("Was planned for %(when)s.") % {"when": when},
            "tag": _("Postponed, no new time"),
            "tag_kind": "warn",
            "action_url": reverse("meetings:move", args=[meeting.public_id]),
            "action_label": _("Set a new time"),
        }
    return item | {
        "text": _("Planned for %(when)s.") % {"when": when},
        "tag": _("Draft, its time has passed") if late else _("Draft, nobody is invited yet"),
        "action_url": reverse("meetings:edit" if late else "meetings:convene", args=[meeting.public_id]),
        "action_label": _("Change the draft") if late else _("Convene"),
    }
