"""On a meeting's page while it is in session: the way to where it can be followed."""

from typing import Any

from django.http import HttpRequest

from meetings.meeting.choices import ON
from meetings.meeting.models import Meeting
from rec_portal.foundation import panels


def _in_session(request: HttpRequest, meeting: Meeting) -> dict[str, Any] | None:
    return {"meeting": meeting} if meeting.state in ON else None


panels.register("meeting", panels.Panel(5, "meetings/session/_panel_session.html", _in_session))
