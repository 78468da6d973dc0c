"""Decisions and recommendations: each gets its number once, under a lock on the body that takes it."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies.choices import BodyKind
from councils.bodies.models import Body
from meetings.agenda.models import AgendaItem
from meetings.meeting.bodies import bodies_of
from meetings.meeting.choices import ENDED, EXPECTED, ON
from meetings.meeting.models import Meeting
from meetings.record.choices import DecisionKind, DecisionState
from meetings.record.models import Decision, Minutes
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.workflow.engine import advance

LETTER = {DecisionKind.DECISION: "D", DecisionKind.RECOMMENDATION: "R"}


@transaction.atomic
def record_decision(
    *,
    actor: User,
    meeting: Meeting,
    kind: str,
    text_en: str = "",
    text_ru: str = "",
    body: Body | None = None,
    agenda_item: AgendaItem | None = None,
) -> Decision:
    """Keeps what a meeting decided, with the next number of its body and year.

    `body` is the meeting's own unless one of the further bodies of a joint meeting decided alone.
    """
    meeting = lock(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    insist_on_outcome(meeting, agenda_item)
    insist_on_text(text_en, text_ru)
    body = lock(_one_of(meeting, body))
    decision = Decision(
        body=body, meeting=meeting, agenda_item=agenda_item, kind=kind, text_en=text_en.strip(), text_ru=text_ru.strip()
    )
    _give_number(decision, meeting.wall_day.year)
    store(decision, actor=actor)
    _tell(actor, decision, "decision.recorded", [{"field": "number", "old": None, "new": decision.number}])
    return decision


@transaction.atomic
def change_decision(*, actor: User, decision: Decision, version: int, text_en: str, text_ru: str) -> Decision:
    """Corrects the wording, until the record is adopted; from then on a later decision replaces it."""
    lock(decision.meeting)
    decision = lock(decision, version)
    if not policy.can(actor, "run", decision):
        raise NotAllowed
    if decision.state != DecisionState.RECORDED:
        raise WrongState(_("This decision stands as it is. A later one may replace it."))
    insist_on_text(text_en, text_ru)
    decision.text_en, decision.text_ru = text_en.strip(), text_ru.strip()
    if changes := store(decision, actor=actor):
        _tell(actor, decision, "decision.changed", changes)
    return decision


@transaction.atomic
def withdraw_decision(*, actor: User, decision: Decision, version: int, reason: str) -> Decision:
    """Takes back what was recorded by mistake. Its number stays used, so that no two texts ever bear it."""
    decision = lock(decision, version)
    advance(decision, "withdraw", actor=actor)
    if not reason.strip():
        raise InvalidInput(_("Say why."), field="reason")
    decision.state_reason = reason.strip()
    _tell(actor, decision, "decision.withdrawn", store(decision, actor=actor), reason)
    return decision


@transaction.atomic
def supersede_decision(*, actor: User, decision: Decision, version: int, later: Decision) -> Decision:
    """A later decision of the same body takes its place; both stay in the register."""
    decision = lock(decision, version)
    advance(decision, "supersede", actor=actor)
    if later.body_id != decision.body_id or later.pk <= decision.pk or later.state == DecisionState.WITHDRAWN:
        raise InvalidInput(_("Choose a later decision of the same group."), field="later")
    decision.superseded_by = later
    _tell(actor, decision, "decision.superseded", store(decision, actor=actor))
    return decision


def adopt_decisions(meeting: Meeting, *, actor: User | None) -> None:
    """With the record of the locked `meeting`, what it recorded is adopted."""
    for decision in meeting.decisions.filter(state=DecisionState.RECORDED).order_by("pk"):
        decision = lock(decision)
        advance(decision, "adopt", actor=actor)
        _tell(actor, decision, "decision.adopted", store(decision, actor=actor))


def insist_on_outcome(meeting: Meeting, agenda_item: AgendaItem | None) -> None:
    """Decisions and actions belong to a meeting that takes or took place and whose record is not adopted yet."""
    begun = meeting.state in (*ON, *ENDED) or (meeting.state in EXPECTED and meeting.starts_at <= timezone.now())
    if not begun:
        raise WrongState(_("This meeting has not begun, so nothing has come of it yet."))
    if Minutes.objects.filter(meeting=meeting, adopted_at__isnull=False).exists():
        raise WrongState(_("The record of this meeting is adopted. Nothing can be added to it."))
    if agenda_item is not None and agenda_item.meeting_id != meeting.pk:
        raise InvalidInput(_("Choose an item of this meeting’s agenda."), field="agenda_item")


def insist_on_text(text_en: str, text_ru: str) -> None:
    if not text_en.strip() and not text_ru.strip():
        raise InvalidInput(_("Write the text in at least one of the two languages."), field="text_en")


def designation(body: Body) -> str:
    """How a body is named in a number: "REC", "REC/EC", "REC/WG-A"."""
    own = body.slug.upper()
    if body.kind == BodyKind.EXECUTIVE_COMMITTEE:
        own = "EC"
    elif body.kind == BodyKind.WORKING_GROUP and body.letter:
        own = f"WG-{body.letter.upper()}"
    return f"{body.council.slug.upper()}/{own}" if body.council else own


def _give_number(decision: Decision, year: int) -> None:
    """`decision.body` is locked, so that two at once count one after the other."""
    same = Decision.objects.filter(body=decision.body, year=year, kind=decision.kind)
    decision.year = year
    decision.serial = (same.aggregate(last=Max("serial"))["last"] or 0) + 1
    letter = LETTER[DecisionKind(decision.kind)]
    decision.number = f"{designation(decision.body)}/{year}/{letter}.{decision.serial}"


def _one_of(meeting: Meeting, body: Body | None) -> Body:
    if body is None:
        return meeting.body
    if body.pk not in bodies_of(meeting):
        raise InvalidInput(_("Choose a group that holds this meeting."), field="body")
    return body


def _tell(actor: User | None, decision: Decision, verb: str, changes: list, reason: str = "") -> None:
    # For those who run the body: whether members may read of it depends on the item, which may be closed later.
    record(actor=actor, verb=verb, target=decision, root_id=decision.body_id, changes=changes, reason=reason)
