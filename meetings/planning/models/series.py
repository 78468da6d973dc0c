from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.calling.models import Outline
from rec_portal.foundation.addresses import address


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
