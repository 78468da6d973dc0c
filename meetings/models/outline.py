from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.models import Body
from meetings.choices import MeetingFormat
from rec_portal.foundation.addresses import address
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


class Series(Outline):
    """Meetings that come again by a rule.

    `rule` is an RFC 5545 RRULE without its end (FREQ, INTERVAL, BYDAY, BYMONTHDAY), counted in wall time from
    `starts_on`; the series ends after `until`, or after `count` dates, or never. The clock's changes move none of them.
    A series split "from here on" ends, and another one, `follows` naming the first, goes on.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="series", db_index=False)
    rule = models.CharField(_("rule"), max_length=100, editable=False)
    starts_on = models.DateField(_("first day"))
    until = models.DateField(_("last day"), null=True, blank=True)
    count = models.PositiveSmallIntegerField(_("number of meetings"), null=True, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(count__isnull=True), name="series_ends_one_way"),
        ]
        indexes = [models.Index(fields=["body", "id"], name="series_of_body")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:series", self.public_id)
