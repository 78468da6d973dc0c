from datetime import date
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce

from meetings.record.choices import ActionState
from rec_portal.foundation import policy
from rec_portal.foundation.querysets import PortalQuerySet

# Where a date is missing, so that lists can be paged by it: after all others.
NO_DATE = date(9999, 12, 31)


DUE_OR_LAST = Coalesce("due", Value(NO_DATE))


class ActionItemQuerySet(PortalQuerySet):
    def mine(self, user: Any) -> "ActionItemQuerySet":
        """Owned by the person, or by an organisation for which they sit in the action's body."""
        return policy.allowed(user, "own", self)

    def overdue(self, today: date) -> "ActionItemQuerySet":
        return self.filter(state=ActionState.OPEN, due__lt=today)

    def not_of(self, user: Any) -> "ActionItemQuerySet":
        """Those that `mine` leaves out."""
        access = policy.Access.of(user)
        return self.exclude(policy.rule_of(self.model, "own").rows(access)) if access.alive else self

    def by_due(self) -> "ActionItemQuerySet":
        """With `due_or_last`, the key of a paged list: what has no date comes last."""
        return self.annotate(due_or_last=DUE_OR_LAST)
