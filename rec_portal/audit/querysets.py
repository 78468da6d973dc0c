from typing import Any, Self

from django.db import models

from rec_portal.foundation import policy


class AuditEventQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return policy.allowed(user, "see", self)

    def about(self, row: models.Model) -> "AuditEventQuerySet":
        """The events of one object, newest first."""
        return self.filter(target_type=row._meta.label_lower, target_id=row.public_id).order_by("-id")  # type: ignore[attr-defined]
