from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.seats.models import Seat
from meetings.meeting.models import Meeting
from meetings.record.choices import Adoption, CorrectionState, RecordLanguage
from rec_portal.foundation.addresses import address
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import Bilingual, text_field

LONGEST_MINUTES = 200_000


class Minutes(PortalModel):
    """The record of one meeting in Markdown, one text for each language. Its state is the meeting's.

    `text_*` is what the body's members may read once it is circulated. `closed_*` is what was said on closed items; it
    never leaves those who run the body. `circulated_version` is the version that was sent out first.
    From `adopted_at` on the database refuses every change; later errors become a Corrigendum.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes_of_meeting")
    text_en = text_field(LONGEST_MINUTES, verbose_name=_("English"), blank=True)
    text_ru = text_field(LONGEST_MINUTES, verbose_name=_("Russian"), blank=True)
    closed_en = text_field(LONGEST_MINUTES, verbose_name=_("closed items, English"), blank=True)
    closed_ru = text_field(LONGEST_MINUTES, verbose_name=_("closed items, Russian"), blank=True)
    circulated_at = models.DateTimeField(null=True, editable=False)
    circulated_version = models.PositiveIntegerField(null=True, editable=False)
    corrections_until = models.DateTimeField(_("corrections until"), null=True)
    by_silence = models.BooleanField(_("adopted by silence after the deadline"), default=False)
    adopted_at = models.DateTimeField(null=True, editable=False)
    adoption = models.CharField(max_length=12, choices=Adoption.choices, blank=True, editable=False)

    text = Bilingual("text")

    class Meta:
        default_permissions = ()
        indexes = [
            # What the scheduler looks for.
            models.Index(
                fields=["corrections_until"],
                name="minutes_waiting_for_silence",
                condition=Q(by_silence=True, adopted_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return address("meetings:minutes", self.meeting.public_id)


class Correction(PortalModel):
    """What a seat wants changed in its own statement, and what became of it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=RecordLanguage.choices)
    quoted = text_field(4000, verbose_name=_("passage as it stands"))
    wanted = text_field(4000, verbose_name=_("passage as it should read"))
    state = models.CharField(
        max_length=10, choices=CorrectionState.choices, default=CorrectionState.OPEN, editable=False
    )
    answer = text_field(1000, verbose_name=_("reason"), blank=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["minutes", "id"], name="correction_of_minutes")]

    def __str__(self) -> str:
        return f"{self.seat} – {self.minutes}"


class Corrigendum(PortalModel):
    """An error found after adoption, put right beside the adopted text. Append only: the database refuses a change."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrigenda", db_index=False)
    number = models.PositiveSmallIntegerField()
    text_en = text_field(4000, verbose_name=_("text in English"), blank=True)
    text_ru = text_field(4000, verbose_name=_("text in Russian"), blank=True)

    text = Bilingual("text")

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="corrigendum_number_once"),
            models.CheckConstraint(condition=~Q(text_en="") | ~Q(text_ru=""), name="corrigendum_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes}, {self.number}"
