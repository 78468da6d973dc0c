"""On one's own profile: meetings in one's calendar."""

from typing import Any

from django.http import HttpRequest

from meetings.calendar.services import has_feed
from rec_portal.foundation import panels


def _own_calendar(request: HttpRequest, person: Any) -> dict[str, Any] | None:
    return {"has_feed": has_feed(person)} if request.user == person else None


panels.register("profile", panels.Panel(50, "meetings/calendar/calendar_panel.html", _own_calendar))
