from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from meetings.choices import Answer, MeetingState
from rec_portal.foundation import policy
from rec_portal.foundation.querysets import PortalQuerySet


class MeetingQuerySet(PortalQuerySet):
    def upcoming(self, now: datetime) -> "MeetingQuerySet":
        """Not over yet, soonest first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "id")

    def past(self, now: datetime) -> "MeetingQuerySet":
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-id")


class InvitationQuerySet(PortalQuerySet):
    def standing(self) -> "InvitationQuerySet":
        return self.filter(withdrawn_at=None)

    def unanswered(self) -> "InvitationQuerySet":
        return self.standing().filter(answer=Answer.NONE)

    def owed_by(self, user: Any, now: datetime) -> QuerySet:
        """Answers a person owes: convened meetings still ahead, that they may still see."""
        meetings = policy.allowed(user, "see", self.model._meta.get_field("meeting").related_model.objects.all())
        return (
            self.unanswered()
            .filter(person=user, meeting__state=MeetingState.CONVENED, meeting__starts_at__gt=now)
            .filter(meeting__in=meetings.filter(starts_at__gt=now))
        )
