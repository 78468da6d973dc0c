from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from meetings.choices_papers import PackState
from rec_portal.foundation import policy
from rec_portal.foundation.querysets import PortalQuerySet


class PaperQuerySet(PortalQuerySet):
    def on_the_table(self) -> "PaperQuerySet":
        """With all that a line about a paper says, in the order of the meeting."""
        return self.select_related("revision__document", "for_body", "item").order_by("position", "id")


class PackBuildQuerySet(QuerySet):
    def visible_to(self, user: Any) -> "PackBuildQuerySet":
        return policy.allowed(user, "see", self)

    def abandoned(self, now: datetime) -> "PackBuildQuerySet":
        """Being built by somebody whose lease has run out."""
        return self.filter(state=PackState.BUILDING, lease_until__lt=now).order_by("lease_until", "id")

    def waiting(self) -> "PackBuildQuerySet":
        return self.filter(state=PackState.WAITING).order_by("id")
