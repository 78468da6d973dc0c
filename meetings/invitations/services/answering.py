from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.invitations.choices import ANSWERS_OFFERED, Answer
from meetings.invitations.models import Invitation
from meetings.meeting.choices import MeetingFormat
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState


def answers_offered(meeting: Meeting) -> tuple[Answer, ...]:
    """The answers that fit the meeting's format, in the order they are shown."""
    return ANSWERS_OFFERED[MeetingFormat(meeting.format)]


@transaction.atomic
def answer_invitation(*, actor: User, invitation: Invitation, answer: str, alternate_name: str = "") -> Invitation:
    """Keeps the invited person's own answer; the last one counts, and each is in the history."""
    # The meeting first, as everywhere: two services that lock in one order cannot wait for each other for ever.
    meeting = lock(invitation.meeting)
    invitation = lock(invitation)
    if actor != invitation.person or invitation.withdrawn_at or not policy.can(actor, "see", meeting):
        raise NotAllowed
    if not meeting.lies_ahead(timezone.now()):
        raise WrongState(_("This meeting takes no more answers."))
    if answer not in answers_offered(meeting):
        raise InvalidInput(_("Choose one of the answers."), field="answer")
    if answer == Answer.ALTERNATE and not alternate_name.strip():
        raise InvalidInput(_("Say who comes instead."), field="alternate_name")
    invitation.answer = answer
    invitation.alternate_name = alternate_name.strip() if answer == Answer.ALTERNATE else ""
    changes = [c for c in _stored(invitation, actor) if c["field"] != "answered_at"]
    if changes:
        record(
            actor=actor,
            verb="invitation.answered",
            target=meeting,
            root_id=meeting.body_id,
            changes=changes,
        )
    return invitation


def _stored(invitation: Invitation, actor: User) -> list[dict]:
    before = Invitation.objects.filter(pk=invitation.pk).values("answer", "alternate_name").get()
    if before == {"answer": invitation.answer, "alternate_name": invitation.alternate_name}:
        return []
    invitation.answered_at = timezone.now()
    return store(invitation, actor=actor)
