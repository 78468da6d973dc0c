from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.meeting.choices import MeetingFormat
from meetings.meeting.models import Meeting
from meetings.planning.choices import PollState, Vote
from rec_portal.foundation.addresses import address
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import line_field, text_field


class Poll(PortalModel):
    """Which of several times suits the people who sit in a body.

    It is answered while its state is open and `closes_at` lies ahead. `meeting` is the draft made from the chosen slot.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="polls", db_index=False)
    title = line_field(200, verbose_name=_("title"))
    note = text_field(2000, verbose_name=_("note"), blank=True)
    format = models.CharField(_("format"), max_length=10, choices=MeetingFormat.choices, default=MeetingFormat.ONLINE)
    minutes = models.PositiveIntegerField(_("minutes"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    closes_at = models.DateTimeField(_("answers until"))
    state = models.CharField(max_length=10, choices=PollState.choices, default=PollState.OPEN, editable=False)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="polls")

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["body", "-id"], name="poll_of_body"),
            models.Index(fields=["closes_at"], name="poll_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:poll", self.public_id)


class PollOption(PortalModel):
    """One proposed slot: the instant, and the wall time in the poll's zone that people read."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="options", db_index=False)
    starts_at = models.DateTimeField()
    wall_day = models.DateField()
    wall_start = models.TimeField()
    wall_second = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["poll", "starts_at"], name="poll_option_once")]

    def __str__(self) -> str:
        return f"{self.wall_day} {self.wall_start}"


class PollVote(PortalModel):
    """What one person says of one slot, now; earlier answers are in the history."""

    option = models.ForeignKey(PollOption, on_delete=models.PROTECT, related_name="votes", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="poll_votes", db_index=False
    )
    vote = models.CharField(_("answer"), max_length=10, choices=Vote.choices)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["option", "person"], name="poll_vote_once")]
        indexes = [models.Index(fields=["person", "option"], name="poll_vote_of_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.option}"
