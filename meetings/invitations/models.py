from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.invitations.choices import Answer
from meetings.invitations.querysets import InvitationQuerySet
from meetings.meeting.models import Meeting
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import line_field


class Invitation(PortalModel):
    """One person invited to one meeting, and what they answered. Which seats they fill is read from appointments.

    `withdrawn_at` marks a person who is no longer invited; the row stays, so that history does.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations", db_index=False
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, default=Answer.NONE)
    alternate_name = line_field(160, verbose_name=_("who comes instead"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="invited_once")]
        indexes = [models.Index(fields=["person", "meeting"], name="invitation_of_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.meeting}"
