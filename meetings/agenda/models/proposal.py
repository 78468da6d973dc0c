from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from councils.seats.models import Seat
from meetings.agenda.choices import ProposalState
from meetings.agenda.models.item import AgendaItem
from meetings.agenda.querysets import ProposalQuerySet
from meetings.meeting.models import Meeting
from rec_portal.foundation.addresses import address
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import line_field, text_field


class Proposal(PortalModel):
    """What somebody who sits in a body would like on its agenda, and what became of it.

    `seat` is the one they spoke for, `meeting` the one they had in mind (empty: the next suitable one), `item` the
    agenda item that an accepted proposal became. `answer` is the secretariat's word, always given with a refusal.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="proposals", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="proposals")
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposals", verbose_name=_("meeting")
    )
    title = line_field(300, verbose_name=_("title"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    reason = text_field(4000, verbose_name=_("reason"), blank=True)
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED, editable=False
    )
    answer = text_field(1000, verbose_name=_("answer"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    item = models.OneToOneField(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="proposal", editable=False
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["body", "state", "-id"], name="proposal_of_body")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meetings:proposal", self.public_id)
