from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from rec_portal.foundation import policy
from rec_portal.outbox.choices import MessageState


class OutboxMessageQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "OutboxMessageQuerySet":
        return policy.allowed(user, "see", self)

    def due(self, now: datetime) -> "OutboxMessageQuerySet":
        """Waiting and due, or being sent by somebody whose lease has run out; oldest first."""
        waiting = Q(state=MessageState.WAITING)
        abandoned = Q(state=MessageState.SENDING, lease_until__lt=now)
        return self.filter(waiting | abandoned, due_at__lte=now).order_by("due_at", "id")

    def about(self, row: models.Model) -> "OutboxMessageQuerySet":
        return self.filter(subject_type=row._meta.label_lower, subject_id=row.public_id).order_by("-id")  # type: ignore[attr-defined]
