"""The invitation as one person would get it, before anything is sent."""

from django.utils.translation import override

from meetings.models import Invitation, Meeting
from meetings.notices.letters import render_letter
from meetings.notices.matter import Matter
from meetings.notices.planning import INVITATION
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import Rendered
from rec_portal.workflow.engine import foreseen

# Stands where the personal link will be; no link is made for a preview.
LINK_TO_COME = "…"


def preview_invitation(meeting: Meeting, invitation: Invitation) -> Rendered:
    """In the person's language and zone, as if the meeting had been convened just now. Keeps nothing."""
    convened, person = foreseen(meeting, "convene"), invitation.person
    message = OutboxMessage(
        kind=INVITATION,
        subject_type=meeting._meta.label_lower,
        subject_id=meeting.public_id,
        recipient=person,
        schedule_seq=meeting.schedule_seq,
    )
    matter = Matter(convened, person, invitation, may_see=True, secret=LINK_TO_COME)
    with override(person.language):
        return render_letter(message, matter).whole()
