from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.choices import Attribution, Outcome
from meetings.models.meeting import Meeting
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.querysets import PortalQuerySet
from rec_portal.foundation.text import line_field, text_field


class AgendaItem(PortalModel):
    """One line of an agenda; `position` counts from 1 within the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = line_field(300, verbose_name=_("title"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    presenter = line_field(160, verbose_name=_("presenter"), blank=True)
    attribution = models.CharField(
        _("attribution"), max_length=10, choices=Attribution.choices, default=Attribution.ON_RECORD
    )

    # With defaults of the database's own, so that rows entered by bulk loading need not know of them.
    outcome = models.CharField(
        _("outcome"), max_length=16, choices=Outcome.choices, blank=True, default="", db_default=""
    )
    outcome_text = text_field(4000, verbose_name=_("what was agreed"), blank=True, default="", db_default="")
    outcome_late = models.BooleanField(_("entered afterwards"), default=False, db_default=False)

    objects = PortalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_of_meeting")]

    def __str__(self) -> str:
        return self.title
