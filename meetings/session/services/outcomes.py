"""What became of an agenda item."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.agenda.choices import Outcome
from meetings.agenda.models import AgendaItem
from meetings.session.models import Session
from meetings.session.presses import AT_ONCE, Press, is_repeated
from meetings.session.services.session import insist_on_open_record, is_afterwards
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, StaleEdit, WrongState

LONGEST_TEXT = 4000


def mark_of(item: AgendaItem) -> str:
    """A short mark of the outcome as it stands, to be carried by the form that changes it.

    Not the item's version: who moves the item or corrects its title says nothing about its outcome.
    """
    return hashlib.sha256(f"{item.outcome}\n{item.outcome_text}".encode()).hexdigest()[:16]


@transaction.atomic
def record_outcome(
    *, actor: User, item: AgendaItem, outcome: str, text: str, seen: str | None = None, press: Press = AT_ONCE
) -> AgendaItem:
    """Keeps outcome and text of one item; both empty takes them back.

    `seen` is the `mark_of` that the form was opened with: if somebody else wrote since, StaleEdit carries the item.
    """
    meeting = item.meeting and lock(item.meeting)
    item = lock(item)
    if meeting is None or item.meeting_id != meeting.pk or not policy.can(actor, "run", meeting):
        raise NotAllowed
    insist_on_open_record(meeting)
    if outcome and outcome not in Outcome.values:
        raise InvalidInput(_("Choose one of the outcomes."), field="outcome")
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(_("The text is too long."), field="text")
    if is_repeated(press, actor, meeting) or (item.outcome, item.outcome_text) == (outcome, text):
        return item
    if Session.objects.filter(meeting=meeting, consensus_item=item, consensus_since__isnull=False).exists():
        raise WrongState(_("A text on this item is before the meeting. Say first what became of it."))
    if seen is not None and seen != mark_of(item):
        raise StaleEdit(item)
    item.outcome, item.outcome_text = outcome, text
    item.outcome_late = is_afterwards(meeting)
    changes = store(item, actor=actor)
    about = {"field": "agenda_item", "old": item.pk, "new": item.pk}
    record(actor=actor, verb="outcome.recorded", target=meeting, root_id=meeting.body_id, changes=[about, *changes])
    return item
