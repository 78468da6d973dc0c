"""What people would be told, before anything is sent: the invitation, the mail about changes that waits."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.meeting.past import pasts
from meetings.notices.changes import changes_told
from meetings.notices.kinds import INVITATION, UPDATE
from meetings.notices.messages import render_letter
from meetings.notices.papers import papers_for
from meetings.notices.subject import Matter, Told
from rec_portal.outbox.choices import MessageState
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
    papers = papers_for(meeting, [person], "foresee")[person.pk]
    matter = Matter(convened, person, invitation, may_see=True, secret=LINK_TO_COME, papers=papers)
    with override(person.language):
        return render_letter(message, matter).whole()


def preview_update(meeting: Meeting) -> list[str]:
    """What the waiting mail about changes says to whoever got all mails before it, a line for each change."""
    rows = OutboxMessage.objects.about(meeting).filter(kind=UPDATE, state=MessageState.WAITING)
    versions = [since for since in rows.values_list("payload__since", flat=True) if since is not None]
    past = pasts({(meeting.pk, min(versions))}).get((meeting.pk, min(versions))) if versions else None
    if past is None:
        return []
    changed = Told(past).changed(meeting)
    lines = [f"{label}: {said}" for label, said in changes_told(past, meeting, changed)]
    if "when" in changed:
        lines.insert(0, _("The meeting has a new time."))
    return lines or [_("The change was taken back; nothing is sent.")]
