"""Asking those who have not answered: one press, and some time to take it back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.meeting.choices import EXPECTED
from meetings.meeting.models import Meeting
from meetings.notices import kinds, planning
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.outbox import queue
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage

# Long enough to see whom one has asked, short enough that nobody waits for it.
TO_TAKE_BACK = timedelta(minutes=2)
# Whoever was asked within this time is left in peace.
PEACE = timedelta(hours=20)
ON_ITS_WAY = (MessageState.WAITING, MessageState.SENDING, MessageState.SENT)


def may_ask(meeting: Meeting, now: datetime) -> bool:
    """By its state and time alone."""
    return meeting.state in EXPECTED and meeting.starts_at > now


@transaction.atomic
def ask_for_answers(*, actor: User, meeting: Meeting) -> int:
    """Plans a mail to each who has not answered, a short time ahead. Returns how many people that are.

    A second press, or one within a day, asks nobody twice.
    """
    meeting = lock(meeting)
    now = timezone.now()
    _insist_on_right(actor, meeting)
    if not may_ask(meeting, now):
        raise WrongState
    people = _to_ask(meeting, now)
    if not people:
        raise Refusal(_("Nobody is left to ask: all have answered, or were asked within the last day."))
    planned = planning.plan_asking(meeting, people, due_at=now + TO_TAKE_BACK)
    changes = [{"field": "people", "old": None, "new": planned}]
    record(actor=actor, verb="meeting.asked", target=meeting, root_id=meeting.body_id, changes=changes)
    return planned


@transaction.atomic
def take_back_asking(*, actor: User, meeting: Meeting) -> int:
    """Withdraws what has not left yet. Returns how many mails that were."""
    meeting = lock(meeting)
    _insist_on_right(actor, meeting)
    reason = gettext_lazy("Taken back before it was sent.")
    taken = queue.cancel(meeting, reason=reason, kinds=[kinds.ASKING])
    if not taken:
        raise Refusal(_("It is too late: these mails have been sent."))
    changes = [{"field": "people", "old": taken, "new": None}]
    record(actor=actor, verb="meeting.asking_taken_back", target=meeting, root_id=meeting.body_id, changes=changes)
    return taken


def _insist_on_right(actor: User, meeting: Meeting) -> None:
    if not policy.can(actor, "run", meeting):
        raise NotAllowed


def _to_ask(meeting: Meeting, now: datetime) -> list[User]:
    asked = OutboxMessage.objects.about(meeting).filter(
        kind=kinds.ASKING,
        schedule_seq=meeting.schedule_seq,
        state__in=ON_ITS_WAY,
        due_at__gt=now - PEACE,
    )
    owing = meeting.invitations.unanswered().filter(person__is_active=True, person__mail_refused_at=None)
    return [row.person for row in owing.exclude(person__in=asked.values("recipient")).select_related("person")]
