"""Members' proposals for an agenda: made, answered by the secretariat, withdrawn."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies.choices import SeatKind
from councils.bodies.models import Body
from councils.seats.models import Appointment, Seat
from meetings.agenda import mail_planning as proposal_planning
from meetings.agenda.models import AgendaItem, Proposal
from meetings.agenda.services.items import TAKES_ITEMS, enter_agenda
from meetings.meeting.choices import UNANNOUNCED
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed
from rec_portal.workflow.engine import advance

# So that nobody fills the secretariat's list by mistake or on purpose.
MOST_OPEN = 20


@dataclass(frozen=True)
class Wish:
    """What somebody would like to have on the agenda; `meeting` None is the next one that suits."""

    title: str
    reason: str = ""
    minutes: int | None = None
    meeting: Meeting | None = None


def seats_to_speak_for(person: User, body: Body) -> list[Seat]:
    """The seats of `body` that the person fills now and may propose for."""
    kinds = [SeatKind.DECIDING, *([SeatKind.OBSERVING] if body.observers_propose else [])]
    terms = Appointment.objects.current().filter(person=person, seat__body=body, seat__kind__in=kinds)
    found = terms.select_related("seat__organisation", "seat__body").order_by("seat_id")
    return list({term.seat_id: term.seat for term in found}.values())


def meetings_to_propose_for(person: User, body: Body) -> list[Meeting]:
    """Meetings of the body that were made known and still take items, the soonest first."""
    rows = Meeting.objects.visible_to(person).filter(body=body, state__in=TAKES_ITEMS)
    return list(rows.exclude(state__in=UNANNOUNCED).order_by("starts_at", "id")[:20])


@transaction.atomic
def propose_item(*, actor: User, body: Body, seat: Seat, wish: Wish) -> Proposal:
    """Puts a wish before the secretariat, which is told by mail."""
    if not policy.can(actor, "propose", body) or seat not in seats_to_speak_for(actor, body):
        raise NotAllowed
    if wish.meeting is not None and wish.meeting not in meetings_to_propose_for(actor, body):
        raise InvalidInput(_("This meeting takes no more items."), field="meeting")
    if Proposal.objects.waiting().filter(body=body, proposer=actor).count() >= MOST_OPEN:
        raise InvalidInput(_("Twenty proposals of yours wait already. Withdraw one that is no longer needed."))
    proposal = Proposal(body=body, seat=seat, proposer=actor)
    proposal.title, proposal.reason, proposal.minutes = wish.title, wish.reason, wish.minutes
    proposal.meeting = wish.meeting
    store(proposal, actor=actor)
    proposal_planning.tell_secretariat(proposal)
    _tell_history(actor, proposal, "proposal.made")
    return proposal


@transaction.atomic
def accept_proposal(
    *, actor: User, proposal: Proposal, version: int | None = None, meeting: Meeting | None = None, answer: str = ""
) -> Proposal:
    """The proposal becomes an item at the end of `meeting`'s agenda, or of the backlog where that is None."""
    target = lock(meeting) if meeting is not None else None
    proposal = lock(proposal, version)
    advance(proposal, "accept", actor=actor)
    item = AgendaItem(body_id=proposal.body_id, title=proposal.title, minutes=proposal.minutes)
    item.description, item.presenter = proposal.reason, str(proposal.seat.organisation)[:160]
    store(item, actor=actor)
    if target is not None:
        enter_agenda(actor=actor, item=item, meeting=target)
    proposal.item = item
    return _answered(actor, proposal, answer, "proposal.accepted")


@transaction.atomic
def defer_proposal(*, actor: User, proposal: Proposal, version: int | None = None, answer: str = "") -> Proposal:
    """Put off: it stays on the secretariat's list and may still be accepted or declined."""
    proposal = lock(proposal, version)
    advance(proposal, "defer", actor=actor)
    return _answered(actor, proposal, answer, "proposal.deferred")


@transaction.atomic
def decline_proposal(*, actor: User, proposal: Proposal, version: int | None = None, answer: str) -> Proposal:
    """Declined for good; never without saying why."""
    proposal = lock(proposal, version)
    proposal.answer = answer
    advance(proposal, "decline", actor=actor)
    return _answered(actor, proposal, answer, "proposal.declined")


@transaction.atomic
def withdraw_proposal(*, actor: User, proposal: Proposal, version: int | None = None) -> Proposal:
    """Taken back by whoever made it."""
    proposal = lock(proposal, version)
    advance(proposal, "withdraw", actor=actor)
    store(proposal, actor=actor)
    _tell_history(actor, proposal, "proposal.withdrawn")
    return proposal


def _answered(actor: User, proposal: Proposal, answer: str, verb: str) -> Proposal:
    proposal.answer, proposal.decided_at = answer, timezone.now()
    store(proposal, actor=actor)
    proposal_planning.tell_proposer(proposal)
    _tell_history(actor, proposal, verb)
    return proposal


def _tell_history(actor: User, proposal: Proposal, verb: str) -> None:
    """Told of the body, and the proposal named by its row: its words are for its author and the secretariat."""
    changes: list[dict[str, Any]] = [{"field": "proposal", "old": None, "new": proposal.pk}]
    record(actor=actor, verb=verb, target=proposal.body, root_id=proposal.body_id, changes=changes)
