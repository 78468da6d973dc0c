from typing import Any

from django.db.models import Case, F, IntegerField, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from councils.organisations.choices import OrganisationKind
from rec_portal.foundation.querysets import PortalQuerySet


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
