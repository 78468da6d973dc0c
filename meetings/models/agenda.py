from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.choices import Attribution
from meetings.models.meeting import Meeting
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.querysets import PortalQuerySet
from rec_portal.foundation.text import line_field


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

    objects = PortalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["meeting", "position"], name="agenda_of_meeting")]

    def __str__(self) -> str:
        return self.title
