from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from councils.organisations.models import Organisation
from meetings.agenda.models.item import AgendaItem
from meetings.meeting.models import Meeting
from meetings.record.choices import ActionState
from meetings.record.querysets import DUE_OR_LAST, ActionItemQuerySet
from rec_portal.foundation.addresses import address
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import line_field, text_field


class ActionItem(PortalModel):
    """Something a meeting asked somebody to do. `owner` is the person who answers for it, `organisation` the one that
    does it; an action may have either, both, or, until the meeting closes, neither.

    `due` is a day in the body's time zone; `due_seq` counts its changes and is part of each planned reminder's key.
    `progress` is in per cent.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="actions", db_index=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions", db_index=False)
    agenda_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    text = text_field(1000, verbose_name=_("what is to be done"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
        verbose_name=_("owner"),
        db_index=False,
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="actions",
        verbose_name=_("organisation"),
    )
    due = models.DateField(_("due"), null=True, blank=True)
    due_seq = models.PositiveIntegerField(default=0, editable=False)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    progress_note = line_field(200, verbose_name=_("note on progress"), blank=True)
    state = models.CharField(max_length=10, choices=ActionState.choices, default=ActionState.OPEN, editable=False)
    state_reason = text_field(1000, blank=True)
    settled_at = models.DateTimeField(null=True, editable=False)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(progress__lte=100), name="action_progress_in_per_cent")]
        indexes = [
            models.Index(fields=["meeting", "id"], name="action_of_meeting"),
            models.Index(fields=["body", "due", "id"], name="action_of_body"),
            models.Index(fields=["owner", "due", "id"], name="action_of_owner"),
            models.Index(fields=["due", "id"], name="action_open_by_due", condition=Q(state="open")),
            # The order of the register, of open actions and of all.
            models.Index(DUE_OR_LAST, "id", name="action_open_listed", condition=Q(state="open")),
            models.Index(DUE_OR_LAST, "id", name="action_listed"),
        ]

    def __str__(self) -> str:
        # Not its text: the history names actions to people who may not read what came of closed items.
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return address("meetings:action", self.public_id)
