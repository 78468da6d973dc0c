from django.db import models

from councils.bodies.choices import SeatKind
from councils.bodies.models.body import Body
from councils.organisations.models import Organisation
from councils.seats.querysets import SeatQuerySet
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import Bilingual, line_field


class Seat(PortalModel):
    """A place in a body, held by an organisation. The seat has the voice; people fill it for a term.

    `label` tells seats of one organisation apart, for instance by ministry; mostly empty.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=10, choices=SeatKind.choices)
    label_en = line_field(160, blank=True)
    label_ru = line_field(160, blank=True)

    label = Bilingual("label")

    objects = SeatQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["body", "organisation", "label_en"], name="seat_once_per_organisation")
        ]

    def __str__(self) -> str:
        label = f" ({self.label})" if self.label else ""
        return f"{self.organisation}{label}, {self.body.short_name}"
