from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.agenda.models.item import AgendaItem
from meetings.meeting.models import Meeting
from meetings.record.choices import DecisionKind, DecisionState
from rec_portal.foundation.addresses import address
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import Bilingual, text_field


class Decision(PortalModel):
    """What a body decided or recommended at a meeting.

    `number` is what people quote ("REC/WG-A/2024/D.3"); `serial` counts within body, year and kind and is never used
    twice, so a decision that was withdrawn leaves a gap. `year` is that of the meeting's first day.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    agenda_item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=DecisionKind.choices, default=DecisionKind.DECISION)
    state = models.CharField(
        max_length=12, choices=DecisionState.choices, default=DecisionState.RECORDED, editable=False
    )
    state_reason = text_field(1000, blank=True)
    year = models.PositiveSmallIntegerField(editable=False)
    serial = models.PositiveIntegerField(editable=False)
    number = models.CharField(max_length=120, editable=False)
    text_en = text_field(4000, verbose_name=_("text in English"), blank=True)
    text_ru = text_field(4000, verbose_name=_("text in Russian"), blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    text = Bilingual("text")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "kind", "serial"], name="decision_number_once"),
            models.CheckConstraint(condition=~Q(text_en="") | ~Q(text_ru=""), name="decision_says_something"),
        ]
        indexes = [
            models.Index(fields=["meeting", "id"], name="decision_of_meeting"),
            models.Index(fields=["body", "-year", "-id"], name="decision_of_body"),
            models.Index(fields=["-year", "-id"], name="decision_by_year"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return address("meetings:decision", self.public_id)
