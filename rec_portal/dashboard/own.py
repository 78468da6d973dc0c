"""What waits for whoever sits in a group, besides meetings: polls without their answer, and what they proposed."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.agenda.choices import OPEN_PROPOSALS, ProposalState
from meetings.agenda.models import Proposal
from meetings.planning.choices import PollState
from meetings.planning.models import Poll, PollVote
from rec_portal.foundation import policy, spelling
from rec_portal.foundation.context import reader_zone

SHOWN = 5
# What became of a proposal is news for so long.
NEWS = timedelta(days=14)
STATE_KIND = {ProposalState.ACCEPTED: "ok", ProposalState.DECLINED: "bad", ProposalState.DEFERRED: "warn"}


def sits_somewhere(request: HttpRequest) -> bool:
    """Whether they read inside a group that they neither run nor administer, by what is known already: for the others
    nothing is asked of the database."""
    access = policy.Access.of(request.user)
    return bool(access.ids("see_body") - access.ids("run_body") - access.ids("administer_body"))


def polls_to_answer(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """One query, the soonest end first."""
    if not sits_somewhere(request):
        return []
    own = PollVote.objects.visible_to(request.user).filter(person=request.user.pk)
    answered = own.filter(option__poll=OuterRef("pk"))
    rows = policy.allowed(request.user, "answer", Poll.objects.visible_to(request.user))
    waiting = rows.filter(~Exists(answered), state=PollState.OPEN, closes_at__gt=now).select_related("body")
    zone = reader_zone(request.user)
    return [
        {
            "title": poll.title,
            "url": poll.get_absolute_url(),
            "text": _("%(body)s. Answers until %(when)s.")
            % {"body": poll.body.short_name, "when": spelling.moment(poll.closes_at, zone)},
            "tag": _("Which time suits?"),
            "tag_kind": "warn",
            "action_url": poll.get_absolute_url(),
            "action_label": pgettext("verb", "Answer"),
        }
        for poll in waiting.order_by("closes_at", "id")[:SHOWN]
    ]


def own_proposals(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """One query: what waits for the secretariat, and what it said lately."""
    if not sits_somewhere(request):
        return []
    fresh = Q(state__in=OPEN_PROPOSALS) | Q(decided_at__gt=now - NEWS)
    rows: Any = Proposal.objects.visible_to(request.user).filter(fresh, proposer=request.user.pk)  # type: ignore[attr-defined]
    rows = rows.exclude(state=ProposalState.WITHDRAWN).select_related("body").order_by("-id")
    return [
        {
            "title": proposal.title,
            "url": proposal.get_absolute_url(),
            "text": proposal.answer or proposal.body.short_name,
            "tag": proposal.get_state_display(),
            "tag_kind": STATE_KIND.get(ProposalState(proposal.state), "mute"),
        }
        for proposal in rows[:SHOWN]
    ]
