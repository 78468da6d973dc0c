from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from meetings.invitations.choices import Answer
from meetings.meeting.choices import EXPECTED
from rec_portal.foundation import policy
from rec_portal.foundation.querysets import PortalQuerySet


class InvitationQuerySet(PortalQuerySet):
    def standing(self) -> "InvitationQuerySet":
        return self.filter(withdrawn_at=None)

    def unanswered(self) -> "InvitationQuerySet":
        return self.standing().filter(answer=Answer.NONE)

    def owed_by(self, user: Any, now: datetime) -> QuerySet:
        """Answers a person owes: meetings still ahead, that they may still see."""
        meeting: Any = self.model._meta.get_field("meeting").related_model
        meetings = policy.allowed(user, "see", meeting.objects.all())
        return (
            self.unanswered()
            .filter(person=user, meeting__state__in=EXPECTED, meeting__starts_at__gt=now)
            .filter(meeting__in=meetings.filter(starts_at__gt=now))
        )
