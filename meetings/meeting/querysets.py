from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from meetings.meeting.choices import ENDED, LONGEST_MEETING_MINUTES, ON, UNANNOUNCED, UNSCHEDULED, MeetingState
from rec_portal.foundation import policy
from rec_portal.foundation.querysets import PortalQuerySet


class MeetingQuerySet(PortalQuerySet):
    def upcoming(self, now: datetime) -> "MeetingQuerySet":
        """Made known and not over yet, soonest first."""
        # No meeting is longer, so this bound loses none, and the index of starts need not be read from its beginning.
        earliest = now - timedelta(minutes=LONGEST_MEETING_MINUTES)
        open_still = [state for state in MeetingState.values if state not in (*UNANNOUNCED, *ENDED)]
        lies_ahead = Q(ends_at__gt=now) | Q(state__in=ON)
        return self.filter(lies_ahead, state__in=open_still, starts_at__gte=earliest).order_by("starts_at", "id")

    def past(self, now: datetime) -> "MeetingQuerySet":
        """Made known and over, the last one first."""
        over = Q(state__in=ENDED) | (Q(ends_at__lte=now) & ~Q(state__in=ON))
        return self.announced().filter(over, starts_at__lt=now).order_by("-starts_at", "-id")

    def unscheduled(self) -> "MeetingQuerySet":
        """Drafts, and postponed meetings without a new time."""
        return self.filter(state__in=UNSCHEDULED).order_by("starts_at", "id")

    def marked_for(self, user: Any) -> QuerySet:
        """With `may_run`, so that a page need not ask a second time."""
        return policy.marked(user, "run", self)

    def announced(self) -> "MeetingQuerySet":
        return self.exclude(state__in=UNANNOUNCED)

    def of_body(self, body: Any) -> "MeetingQuerySet":
        """The meetings that `body` holds alone, as the host, or as a further body of a joint one."""
        links: Any = self.model._meta.get_field("further_bodies").related_model
        joint = links.objects.filter(body=body)
        # Joint meetings are few: their ids are read first, so that the condition stays one that indexes can answer.
        ids = list(joint.values_list("meeting_id", flat=True))
        return self.filter(Q(body=body) | Q(pk__in=ids)) if ids else self.filter(body=body)
