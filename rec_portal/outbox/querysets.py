from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from rec_portal.foundation import policy
from rec_portal.outbox.choices import MessageState


class OutboxMessageQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return policy.allowed(user, "see", self)

    def due(self, as_of: datetime, now: datetime) -> "OutboxMessageQuerySet":
        """Waiting and due at `as_of`, unless a try failed so lately that it rests until after `now`; oldest first."""
        rested = Q(retry_at=None) | Q(retry_at__lte=now)
        return self.filter(rested, state=MessageState.WAITING, due_at__lte=as_of).order_by("due_at", "id")

    def abandoned(self, now: datetime) -> "OutboxMessageQuerySet":
        """Being sent by somebody whose lease has run out."""
        return self.filter(state=MessageState.SENDING, lease_until__lt=now).order_by("lease_until")

    def planned(self, now: datetime) -> Self:
        """For later: nothing has happened to these yet."""
        return self.filter(state=MessageState.WAITING, due_at__gt=now)

    def up_to(self, now: datetime) -> Self:
        """Whatever went out, or should have by now; not what waits for later or was withdrawn before its time came.

        A meeting that moves or falls away withdraws reminders of days to come: they would stand above today's mail.
        """
        return self.exclude(state__in=(MessageState.WAITING, MessageState.CANCELLED), due_at__gt=now)

    def alarming(self) -> "OutboxMessageQuerySet":
        """Could not be sent, and nobody has seen to it yet."""
        return self.filter(state=MessageState.DEAD, seen_to_at=None)

    def settled(self) -> "OutboxMessageQuerySet":
        """Nothing more will happen to these by themselves."""
        return self.exclude(state__in=(MessageState.WAITING, MessageState.SENDING))

    def about(self, row: models.Model) -> "OutboxMessageQuerySet":
        return self.filter(subject_type=row._meta.label_lower, subject_id=row.public_id).order_by("-id")  # type: ignore[attr-defined]

    def about_these(self, labels: Sequence[str], public_ids: Any) -> "OutboxMessageQuerySet":
        """About several objects: the labels of their models, and their public ids or a subquery of them."""
        return self.filter(subject_type__in=labels, subject_id__in=public_ids)
