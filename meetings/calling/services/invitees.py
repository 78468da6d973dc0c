"""Who is invited, and what they answer."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.invitations.services.invitees import replace_invitees
from meetings.meeting.choices import INVITING, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import count_edit, is_expected
from meetings.notices import planning
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState


@transaction.atomic
def change_invitees(*, actor: User, meeting: Meeting, version: int, people: Sequence[User]) -> Meeting:
    """Invites exactly `people`. Where the meeting is known already, the new ones are mailed, the others told."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    if meeting.state not in INVITING:
        raise WrongState
    before = {person.pk: person for person in planning.invited(meeting)}
    changes = replace_invitees(meeting, people, actor=actor)
    if not changes:
        return meeting
    after = {person.pk: person for person in planning.invited(meeting)}
    if not after and meeting.state != MeetingState.DRAFT:
        raise InvalidInput(_("Somebody must stay invited. To call the meeting off, cancel it."), field="invitees")
    count_edit(meeting, actor=actor)
    if is_expected(meeting):
        planning.plan_withdrawal(meeting, [person for key, person in before.items() if key not in after])
        # Somebody may be invited a second time under one schedule: the occasion keeps that mail apart from the first.
        joined = [person for key, person in after.items() if key not in before]
        planning.plan_invitations(meeting, joined, occasion=f"v{meeting.version}")
    record(actor=actor, verb="meeting.invitees_changed", target=meeting, root_id=meeting.body_id, changes=changes)
    return meeting
