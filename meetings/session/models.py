"""What happens while a meeting is in session: its course, who is there, who speaks."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.seats.models import Seat
from meetings.agenda.models.item import AgendaItem
from meetings.meeting.models import Meeting
from meetings.session.choices import Presence, SpeakerState
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.querysets import PortalQuerySet
from rec_portal.foundation.text import line_field, text_field


class Session(PortalModel):
    """The course of a meeting; a row of its own, so that a step on the agenda is no new version of the calendar entry.

    `item_since` is when the clock of the current item was last set going, None while it stands; `spent` holds the
    seconds each item took before that, by its public id. `acting_chair` names who presides instead of the chair.
    `consensus_text` is what the room is asked to agree to on `consensus_item` from `consensus_since` on, which is None
    as long as nothing is asked; a text that found no consensus stays to be worked on.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="session")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    current_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    item_since = models.DateTimeField(null=True, blank=True)
    spent = models.JSONField(default=dict, blank=True)
    acting_chair = line_field(160, verbose_name=_("acting chair"), blank=True)
    acting_chair_seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consensus_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    consensus_text = text_field(4000, blank=True)
    consensus_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def asks(self) -> bool:
        """Whether a text is before the meeting; not any more where its item was moved to another one."""
        item = self.consensus_item if self.consensus_since is not None else None
        return item is not None and item.meeting_id == self.meeting_id

    def draft_on(self, item: AgendaItem) -> str:
        """The text on `item` that was before the meeting last."""
        return self.consensus_text if self.consensus_item_id == item.pk else ""

    def seconds_on(self, item: AgendaItem | None, now: datetime) -> int:
        """How long `item` has been treated, in whole seconds."""
        if item is None:
            return 0
        running = self.item_since is not None and self.current_item_id == item.pk
        current = int((now - self.item_since).total_seconds()) if running and self.item_since else 0
        return self.spent.get(item.public_id, 0) + max(0, current)


class SeatAttendance(PortalModel):
    """Whether a seat was filled at a meeting, how, by whom, and from when to when.

    `person` is who sat there where the portal knows them, `name` where it does not (an alternate from outside).
    `marked_at` is when the button of the last mark was pressed, which a device without network tells later.
    `entered_late` marks what was written down after the session, from memory or from paper.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="attendance")
    presence = models.CharField(_("presence"), max_length=10, choices=Presence.choices, default=Presence.ABSENT)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="attendance"
    )
    name = line_field(160, verbose_name=_("name"), blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(_("came late"), default=False)
    entered_late = models.BooleanField(_("entered afterwards"), default=False)

    objects = PortalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["meeting", "seat"], name="seat_attends_once")]

    def __str__(self) -> str:
        return f"{self.seat} – {self.meeting}"


class Speaker(PortalModel):
    """One turn on the list of speakers; `position` is the order of asking and counts from 1 within the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="speakers", db_index=False)
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="speakers"
    )
    seat = models.ForeignKey(Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = line_field(160, verbose_name=_("name"), blank=True)
    state = models.CharField(
        max_length=10, choices=SpeakerState.choices, default=SpeakerState.REQUESTED, editable=False
    )
    position = models.PositiveIntegerField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PortalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=SpeakerState.SPEAKING), name="one_speaks_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["meeting", "position"], name="speaker_of_meeting")]

    def __str__(self) -> str:
        return self.name or str(self.person or self.seat)


class SessionPress(models.Model):
    """A press of a button that was carried out, by the key its device gave it: sent twice, it is done once."""

    key = models.CharField(max_length=40, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
