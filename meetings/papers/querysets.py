from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When

from meetings.papers.choices import PackState
from rec_portal.foundation import policy
from rec_portal.foundation.querysets import PortalQuerySet


class PaperQuerySet(PortalQuerySet):
    def on_the_table(self) -> "PaperQuerySet":
        """With all that a line about a paper says, in the order of the meeting."""
        return self.select_related("revision__document", "for_body", "item").order_by("position", "id")

    def in_order(self) -> "PaperQuerySet":
        """By `item_number`, 0 for the papers of the meeting as a whole. The paper of an item that was moved to another
        meeting meanwhile stayed with its meeting."""
        own = When(item__meeting=F("meeting"), then=F("item__position"))
        return self.annotate(item_number=Case(own, default=Value(0))).order_by("item_number", "position", "id")

    def with_newest(self) -> QuerySet:
        """With `newest`, the number of the newest revision of the document in the paper's language."""
        revisions: Any = self.model._meta.get_field("revision").related_model
        same = revisions.objects.filter(
            document=OuterRef("revision__document"), language=OuterRef("revision__language")
        )
        return self.annotate(newest=Subquery(same.order_by("-number").values("number")[:1]))


class PackBuildQuerySet(QuerySet):
    def visible_to(self, user: Any) -> "PackBuildQuerySet":
        return policy.allowed(user, "see", self)

    def abandoned(self, now: datetime) -> "PackBuildQuerySet":
        """Being built by somebody whose lease has run out."""
        return self.filter(state=PackState.BUILDING, lease_until__lt=now).order_by("lease_until", "id")

    def waiting(self) -> "PackBuildQuerySet":
        return self.filter(state=PackState.WAITING).order_by("id")
