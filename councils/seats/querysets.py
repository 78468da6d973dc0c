"""Visibility and the questions asked of bodies, seats and appointments."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from councils.bodies.choices import Office
from councils.bodies.terms import term_covers
from councils.by_name import appointments
from councils.organisations.querysets import protocol_order
from rec_portal.foundation.querysets import PortalQuerySet


class SeatQuerySet(PortalQuerySet):
    def by_protocol(self) -> "SeatQuerySet":
        return self.order_by(*protocol_order("organisation__"), "label_en", "id")

    def vacant(self, instant: datetime) -> "SeatQuerySet":
        """Seats that nobody holds at that instant; an alternate alone does not fill one."""
        holders = appointments().filter(term_covers(instant), seat=OuterRef("pk"), is_alternate=False)
        return self.exclude(Exists(holders))


class AppointmentQuerySet(PortalQuerySet):
    def on(self, instant: datetime) -> "AppointmentQuerySet":
        """Who sat at that instant."""
        return self.filter(term_covers(instant))

    def between(self, start: datetime, end: datetime | None) -> "AppointmentQuerySet":
        """Who sat at any time from `start` to before `end` (None: for ever).

        A term that was taken back before it began has no length and was never held.
        """
        return self.filter(term_meets(start, end))

    def ended(self, now: datetime) -> "AppointmentQuerySet":
        """Terms that are over, the last one first."""
        return self.filter(ends_at__lte=now).order_by("-ends_at", "-id")

    def current(self) -> "AppointmentQuerySet":
        return self.on(timezone.now())

    def sitting(self) -> "AppointmentQuerySet":
        """Without those who serve the body rather than sit in it."""
        return self.exclude(office__in=[Office.SECRETARY, Office.ADMINISTRATOR])


def term_meets(start: datetime, end: datetime | None) -> Q:
    """The condition "the term was held at some instant from `start` to before `end`" over appointments."""
    not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=start)
    begun = Q() if end is None else Q(starts_at__lt=end)
    return not_over & begun & (Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")))
