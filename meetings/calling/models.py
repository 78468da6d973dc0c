from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.meeting.choices import MeetingFormat
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import line_field, text_field


class Outline(PortalModel):
    """What a template and a series say of the meetings made from them. `wall_start` is a wall time in `time_zone`;
    `agenda` is text, one item a line, as services/agenda.py reads it. Who is invited follows from the body's seats."""

    title = line_field(200, verbose_name=_("title"))
    format = models.CharField(_("format"), max_length=10, choices=MeetingFormat.choices, default=MeetingFormat.ONLINE)
    wall_start = models.TimeField(_("start"))
    minutes = models.PositiveIntegerField(_("minutes"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    place = line_field(200, verbose_name=_("place"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    note = text_field(4000, verbose_name=_("note to invitees"), blank=True)
    agenda = text_field(60_000, verbose_name=_("agenda"), blank=True)

    class Meta:
        abstract = True


class MeetingTemplate(Outline):
    """What a body's usual meeting looks like, under a name of its own."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meeting_templates", db_index=False)
    name = line_field(120, verbose_name=_("name of the template"))

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="template_name_once")]

    def __str__(self) -> str:
        return self.name
