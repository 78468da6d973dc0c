from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.agenda.choices import AgendaKind, Attribution, Outcome
from meetings.agenda.querysets import AgendaItemQuerySet
from meetings.meeting.models import Meeting
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import line_field, text_field


class AgendaItem(PortalModel):
    """One item of a meeting's agenda, or of the body's backlog while `meeting` is empty.

    `position` counts from 1 within the meeting; in the backlog it is 0 and the order is that of coming in. `body` is
    the one that hosts the meeting. `description` is Markdown. Of a `restricted` item nobody but its readers (policy.py)
    ever learns the title; ask for items by `AgendaItem.objects.shown_to(reader)`.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="agenda_items")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="agenda", db_index=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    title = line_field(300, verbose_name=_("title"))
    kind = models.CharField(_("kind"), max_length=12, choices=AgendaKind.choices, default=AgendaKind.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    presenter = line_field(160, verbose_name=_("presenter"), blank=True)
    description = text_field(8000, verbose_name=_("description"), blank=True)
    restricted = models.BooleanField(_("restricted"), default=False)
    attribution = models.CharField(
        _("attribution"), max_length=10, choices=Attribution.choices, default=Attribution.ON_RECORD
    )

    # With defaults of the database's own, so that rows entered by bulk loading need not know of them.
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=Outcome.choices, blank=True, default="", db_default=""
    )
    outcome_text = text_field(4000, verbose_name=_("what was agreed"), blank=True, default="", db_default="")
    outcome_late = models.BooleanField(_("entered afterwards"), default=False, db_default=False)

    # The item of a held meeting that was put off, and whose continuation this one is.
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="carried_on", editable=False
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["meeting", "position"], name="agenda_of_meeting"),
            models.Index(fields=["body", "id"], name="agenda_backlog", condition=models.Q(meeting=None)),
        ]

    def __str__(self) -> str:
        return self.title
