"""On a body's page: its next meetings."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from councils.bodies.models import Body
from meetings.calling.tables import meeting_rows
from meetings.meeting.models import Meeting
from rec_portal.foundation import panels, policy

SHOWN = 5


def _next_meetings(request: HttpRequest, body: Body) -> dict[str, Any] | None:
    if not policy.may_start(request.user, "see_body", body):
        return None
    now = timezone.now()
    visible: Any = Meeting.objects.visible_to(request.user).marked_for(request.user)  # type: ignore[attr-defined]
    found = list(visible.of_body(body).upcoming(now).select_related("body")[:SHOWN])
    return {
        "body": body,
        "rows": meeting_rows(request, found, now),
        "runs": policy.may_start(request.user, "run_body", body),
    }


panels.register("body.detail", panels.Panel(10, "meetings/calling/_panel_body.html", _next_meetings))
