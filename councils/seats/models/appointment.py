from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.choices import Office
from councils.seats.models.seat import Seat
from councils.seats.querysets import AppointmentQuerySet
from rec_portal.foundation.models import PortalModel
from rec_portal.foundation.text import line_field


class Appointment(PortalModel):
    """A person in a seat, in an office, for a term from `starts_at` to before `ends_at` (open when None).

    The clock ends a term, not a job: whoever asks compares with now, so that nobody keeps a right by a late job.
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments", db_index=False
    )
    office = models.CharField(_("office"), max_length=16, choices=Office.choices, default=Office.MEMBER)
    is_alternate = models.BooleanField(_("alternate"), default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    end_reason = line_field(200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="term_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["person", "starts_at"], name="appointment_of_person")]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_office_display()}, {self.seat}"

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now
