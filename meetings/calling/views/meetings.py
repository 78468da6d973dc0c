"""The list of meetings."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from councils.bodies.models import Body
from meetings.calling.tables import meeting_rows
from meetings.invitations.models import Invitation
from meetings.meeting.filters import OPEN, PAST, UPCOMING, MeetingFilter
from meetings.meeting.models import Meeting
from meetings.meeting.querysets import MeetingQuerySet
from rec_portal.foundation import policy
from rec_portal.foundation.paging import page_of


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    runs_some = policy.Access.of(request.user).holds("run_body")
    known = {body.pk: body for body in Body.objects.visible_to(request.user).order_by("order", "id")}
    inside = (body for body in known.values() if policy.can_at_hand(request.user, "look_inside", body))
    wanted = MeetingFilter.read(request.GET, inside)
    now = timezone.now()
    tab = wanted.tab if runs_some or wanted.tab != OPEN else UPCOMING
    order = ("-starts_at", "-id") if tab == PAST else ("starts_at", "id")
    page = page_of(request, _narrowed(request, wanted, tab, now), *order)
    for row in page.rows:
        # Read already; the host of a joint meeting may be a body one does not look into, hardly one of another council.
        row.body = known.get(row.body_id) or row.body
    context = {
        "filter": wanted,
        "tabs": _tabs(request, tab, runs_some),
        "tab": tab,
        "page": page,
        "rows": meeting_rows(request, page.rows, now),
        "runs_some": runs_some,
        "narrowed": wanted.chosen_body is not None or wanted.only_mine,
        "here": request.get_full_path(),
    }
    return render(request, "meetings/calling/meeting_list.html", context)


def _narrowed(request: HttpRequest, wanted: MeetingFilter, tab: str, now: datetime) -> MeetingQuerySet:
    rows: Any = Meeting.objects.visible_to(request.user).marked_for(request.user)  # type: ignore[attr-defined]
    if wanted.chosen_body is not None:
        rows = rows.of_body(wanted.chosen_body)
    if wanted.only_mine:
        mine = Invitation.objects.visible_to(request.user).standing().filter(person=request.user)  # type: ignore[attr-defined]
        rows = rows.filter(pk__in=mine.values("meeting"))
    if tab == OPEN:
        return policy.allowed(request.user, "run", rows.unscheduled())  # type: ignore[return-value]
    return rows.past(now) if tab == PAST else rows.upcoming(now)


def _tabs(request: HttpRequest, tab: str, runs_some: bool) -> list[dict[str, Any]]:
    labels = [(UPCOMING, _("Upcoming")), (PAST, _("Past"))]
    if runs_some:
        labels.append((OPEN, _("Drafts and postponed")))
    narrowed = {name: request.GET[name] for name in ("body", "mine") if name in request.GET}
    return [
        {"label": label, "url": f"{request.path}?{urlencode({'when': key} | narrowed)}", "current": key == tab}
        for key, label in labels
    ]
