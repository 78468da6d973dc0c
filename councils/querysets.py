"""Visibility and the questions asked of bodies, seats and appointments."""

from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import get_language

from councils.choices import Office, OrganisationKind
from rec_portal.foundation.querysets import PortalQuerySet


class BodyQuerySet(PortalQuerySet):
    def councils(self) -> "BodyQuerySet":
        return self.filter(parent=None)


def protocol_order(path: str = "") -> list[Any]:
    """States alphabetically in the reader's language, then organisations, the secretariat last."""
    kind = f"{path}kind"
    rank = Case(
        When(**{kind: OrganisationKind.MEMBER_STATE}, then=Value(0)),
        When(**{kind: OrganisationKind.SECRETARIAT}, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    language = "ru" if (get_language() or "en").startswith("ru") else "en"
    return [rank, f"{path}short_name_{language}", f"{path}id"]


class OrganisationQuerySet(PortalQuerySet):
    def by_protocol(self) -> "OrganisationQuerySet":
        return self.order_by(*protocol_order())


class SeatQuerySet(PortalQuerySet):
    def by_protocol(self) -> "SeatQuerySet":
        return self.order_by(*protocol_order("organisation__"), "id")


class AppointmentQuerySet(PortalQuerySet):
    def on(self, instant: datetime) -> "AppointmentQuerySet":
        """Who sat at that instant."""
        return self.filter(term_covers(instant))

    def current(self) -> "AppointmentQuerySet":
        return self.on(timezone.now())

    def sitting(self) -> "AppointmentQuerySet":
        """Without those who serve the body rather than sit in it."""
        return self.exclude(office__in=[Office.SECRETARY, Office.ADMINISTRATOR])


def term_covers(instant: datetime, path: str = "") -> Q:
    """The condition "the term holds at `instant`" over appointments reached by `path` ("appointments__")."""
    ends = Q(**{f"{path}ends_at__isnull": True}) | Q(**{f"{path}ends_at__gt": instant})
    return Q(**{f"{path}starts_at__lte": instant}) & ends
