"""Visibility and the questions asked of bodies, seats and appointments."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import get_language

from councils.choices import Office, OrganisationKind
from councils.terms import term_covers
from rec_portal.foundation.querysets import PortalQuerySet


class BodyQuerySet(PortalQuerySet):
    def councils(self) -> "BodyQuerySet":
        return self.filter(parent=None)


def protocol_rank(path: str = "") -> Case:
    """0 for a state, 1 for an organisation, 2 for the secretariat."""
    kind = f"{path}kind"
    return Case(
        When(**{kind: OrganisationKind.MEMBER_STATE}, then=Value(0)),
        When(**{kind: OrganisationKind.SECRETARIAT}, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )


def protocol_name(path: str = "") -> Any:
    """The short name that the reader sees, so that the alphabet is the one of their language."""
    english = F(f"{path}short_name_en")
    if not (get_language() or "en").startswith("ru"):
        return english
    return Coalesce(NullIf(F(f"{path}short_name_ru"), Value("")), english)


def protocol_order(path: str = "") -> list[Any]:
    """States alphabetically in the reader's language, then organisations, the secretariat last."""
    return [protocol_rank(path), protocol_name(path), f"{path}id"]


class OrganisationQuerySet(PortalQuerySet):
    def by_protocol(self) -> "OrganisationQuerySet":
        return self.order_by(*protocol_order())

    def with_protocol(self) -> "OrganisationQuerySet":
        """With the protocol order as `rank` and `listed_as`, for paging by key."""
        return self.annotate(rank=protocol_rank(), listed_as=protocol_name())


class SeatQuerySet(PortalQuerySet):
    def by_protocol(self) -> "SeatQuerySet":
        return self.order_by(*protocol_order("organisation__"), "label_en", "id")

    def vacant(self, instant: datetime) -> "SeatQuerySet":
        """Seats that nobody holds at that instant; an alternate alone does not fill one."""
        holders = _appointments().filter(term_covers(instant), seat=OuterRef("pk"), is_alternate=False)
        return self.exclude(Exists(holders))


def _appointments() -> Any:
    return apps.get_model("councils", "Appointment").objects.all()


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


class DocumentQuerySet(PortalQuerySet):
    def of_body(self, body: Any) -> "DocumentQuerySet":
        """Documents that belong to `body`, or are also for it."""
        links: Any = self.model._meta.get_field("body_links").related_model
        ids = list(links.objects.filter(body=body).values_list("document_id", flat=True))
        return self.filter(Q(body=body) | Q(pk__in=ids)) if ids else self.filter(body=body)

    def without_language(self, language: str) -> "DocumentQuerySet":
        """Documents of which there is no version in that language."""
        revisions: Any = self.model._meta.get_field("revisions").related_model
        return self.exclude(Exists(revisions.objects.filter(document=OuterRef("pk"), language=language)))
