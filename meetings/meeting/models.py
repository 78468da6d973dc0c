from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.meeting.choices import ENDED, EXPECTED, ON, UNSCHEDULED, MeetingFormat, MeetingState
from meetings.meeting.querysets import MeetingQuerySet
from rec_portal.foundation.addresses import address
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import line_field, text_field


class Meeting(PortalModel):
    """A meeting of a body; `MeetingBody` rows name the further bodies of a joint one.

    Time is kept three ways: the instants `starts_at` and `ends_at`, the zone, and the wall time people agreed on
    (`wall_day`, `wall_start`, and `wall_second` where the clock shows it twice). `schedule_seq` counts the schedules
    and is part of each planned mail's key. `version` counts every change and is the SEQUENCE of the calendar file.
    A meeting of a series keeps the rule's own date as its `occurrence`, whatever day it was moved to.
    """

    # Without an index of their own: `meeting_of_body` and `meeting_of_council` begin with them.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings", db_index=False)
    council = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="council_meetings", db_index=False)
    joint_bodies = models.ManyToManyField(
        Body, through="MeetingBody", through_fields=("meeting", "body"), related_name="joint_meetings"
    )
    title = line_field(200, verbose_name=_("title"))
    state = models.CharField(max_length=20, choices=MeetingState.choices, default=MeetingState.DRAFT, editable=False)
    state_reason = text_field(1000, blank=True)
    format = models.CharField(_("format"), max_length=10, choices=MeetingFormat.choices, default=MeetingFormat.ONLINE)
    place = line_field(200, verbose_name=_("place"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    note = text_field(4000, verbose_name=_("note to invitees"), blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(_("time zone"), max_length=64)
    wall_day = models.DateField()
    wall_start = models.TimeField()
    wall_second = models.BooleanField(default=False)
    schedule_seq = models.PositiveIntegerField(default=0, editable=False)
    series = models.ForeignKey(
        "meetings.Series", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="meetings"
    )
    occurrence = models.DateField(null=True, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_start"),
            # A discarded draft is a date that was skipped; it may be taken up again.
            models.UniqueConstraint(
                fields=["series", "occurrence"], condition=~Q(state=MeetingState.DISCARDED), name="one_meeting_a_date"
            ),
        ]
        indexes = [
            # The end too: a month asks for what is not over when it begins, which may have begun two weeks before. With
            # the state it is told from the index which meetings stand for each day; the others are only counted there.
            models.Index(fields=["body", "-starts_at", "-id", "ends_at"], include=["state"], name="meeting_of_body"),
            models.Index(fields=["council", "-starts_at", "-id"], name="meeting_of_council"),
            models.Index(fields=["-starts_at", "-id"], include=["ends_at", "body", "state"], name="meeting_by_start"),
            models.Index(fields=["starts_at", "id"], name="meeting_unscheduled", condition=Q(state__in=UNSCHEDULED)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:meeting", self.public_id)

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    def lies_ahead(self, now: datetime) -> bool:
        """Made known, not opened, and not over by the clock: people may still answer, and it may be called off."""
        return self.state in EXPECTED and self.ends_at > now

    def is_on(self, now: datetime) -> bool:
        """Opened and not closed; where nobody opens sessions here, the clock says it."""
        return self.state in ON or (self.state in EXPECTED and self.starts_at <= now < self.ends_at)

    def is_over(self, now: datetime) -> bool:
        return self.state in ENDED or (self.state not in ON and self.ends_at <= now)


class MeetingBody(models.Model):
    """A further body of a joint meeting, besides the one that hosts it.

    The host never changes and is named here again: who sees its meetings anyway need not look through all joint ones.
    """

    # Without an index of their own: the constraint and `meeting_body_of_body` begin with them.
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="further_bodies", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+", db_index=False)
    host = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["meeting", "body"], name="meeting_body_once"),
            models.CheckConstraint(condition=~Q(body=F("host")), name="meeting_body_beside_host"),
        ]
        indexes = [models.Index(fields=["body", "host", "meeting"], name="meeting_body_of_body")]

    def __str__(self) -> str:
        return f"{self.meeting_id}:{self.body_id}"
