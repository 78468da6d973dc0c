"""On a body's page: the polls on times that are open, for whoever sits there or runs it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from councils.models import Body
from meetings.choices import PollState
from meetings.models import Poll
from rec_portal.foundation import panels, policy, spelling
from rec_portal.foundation.context import reader_zone

SHOWN = 10


def _polls_of(request: HttpRequest, body: Body) -> dict[str, Any] | None:
    runs = policy.may_start(request.user, "run_body", body)
    rows = Poll.objects.visible_to(request.user).filter(body=body, state__in=(PollState.OPEN, PollState.CLOSED))
    # Whoever runs the body has still to choose when the answers are in.
    rows = rows if runs else rows.filter(state=PollState.OPEN, closes_at__gt=timezone.now())
    zone = reader_zone(request.user)
    found = [
        {"url": poll.get_absolute_url(), "title": poll.title, "until": spelling.moment(poll.closes_at, zone)}
        for poll in rows.order_by("closes_at", "id")[:SHOWN]
    ]
    return {"body": body, "polls": found, "runs": runs} if found or runs else None


panels.register("body.detail", panels.Panel(12, "meetings/_panel_polls.html", _polls_of))
