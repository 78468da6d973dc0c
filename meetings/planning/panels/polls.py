"""On a body's page: the polls on times that are open, for whoever sits there. Who runs it finds them among what is
planned (panels/series.py), which is read only when asked for."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from councils.bodies.models import Body
from meetings.planning.choices import PollState
from meetings.planning.models import Poll
from rec_portal.foundation import panels, policy, spelling
from rec_portal.foundation.context import reader_zone

SHOWN = 10


def poll_rows(request: HttpRequest, body: Body, *, settled_too: bool) -> list[dict[str, Any]]:
    """One query. `settled_too` adds those whose answers are in and whose time has still to be chosen."""
    rows = Poll.objects.visible_to(request.user).filter(body=body)
    if settled_too:
        rows = rows.filter(state__in=(PollState.OPEN, PollState.CLOSED))
    else:
        rows = rows.filter(state=PollState.OPEN, closes_at__gt=timezone.now())
    zone = reader_zone(request.user)
    return [
        {"url": poll.get_absolute_url(), "title": poll.title, "until": spelling.moment(poll.closes_at, zone)}
        for poll in rows.order_by("closes_at", "id")[:SHOWN]
    ]


def _polls_of(request: HttpRequest, body: Body) -> dict[str, Any] | None:
    if policy.may_start(request.user, "run_body", body):
        return None
    found = poll_rows(request, body, settled_too=False)
    return {"polls": found} if found else None


panels.register("body.detail", panels.Panel(12, "meetings/planning/_panel_polls.html", _polls_of))
