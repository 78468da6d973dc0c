"""On the pages of a body and of its meetings: proposing an item, and what became of one's own proposals.

Whether somebody may propose is asked of what is known already, at the cost of no query: who reads what is inside, and
neither runs nor administers the body, sits in it, unless it was granted by hand. Then, and on the page behind the link,
the rule itself is asked.
"""

from typing import Any

from django.http import HttpRequest

from councils.bodies.models import Body
from councils.bodies.policy import BY_HAND
from meetings.agenda.models import Proposal
from meetings.agenda.services.items import TAKES_ITEMS
from meetings.meeting.choices import UNANNOUNCED
from meetings.meeting.models import Meeting
from rec_portal.foundation import panels, policy

SHOWN = 5


def _of_body(request: HttpRequest, body: Body) -> dict[str, Any] | None:
    """One's own proposals and the way to a new one; for those who run the body the way to all of them."""
    runs = policy.may_start(request.user, "run_body", body)
    proposes = _proposes(request, body)
    if not (runs or proposes):
        return None
    rows: Any = Proposal.objects.visible_to(request.user)  # type: ignore[attr-defined]
    shown = [] if runs else list(rows.filter(body=body, proposer=request.user).order_by("-id")[:SHOWN])
    return {"body": body, "runs": runs, "proposes": proposes, "proposals": shown}


def _of_meeting(request: HttpRequest, meeting: Meeting) -> dict[str, Any] | None:
    """The way to a proposal for this very meeting."""
    takes = meeting.state in TAKES_ITEMS and meeting.state not in UNANNOUNCED
    return {"meeting": meeting} if takes and _proposes(request, meeting.body) else None


def _proposes(request: HttpRequest, body: Body) -> bool:
    holds = {name for name in ("see_body", "decide_body", "run_body", "administer_body") if _holds(request, name, body)}
    sits = "see_body" in holds and not holds & {"run_body", "administer_body"}
    if not sits or _holds(request, BY_HAND, body):
        return sits and policy.can(request.user, "propose", body)
    return "decide_body" in holds or body.observers_propose


def _holds(request: HttpRequest, permission: str, body: Body) -> bool:
    return policy.may_start(request.user, permission, body)


panels.register("body.detail", panels.Panel(40, "meetings/agenda/_panel_proposals.html", _of_body))
panels.register("meeting.aside", panels.Panel(10, "meetings/agenda/_panel_propose.html", _of_meeting))
