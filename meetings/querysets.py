from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from meetings.choices import (
    ENDED,
    EXPECTED,
    LONGEST_MEETING_MINUTES,
    ON,
    OPEN_PROPOSALS,
    UNANNOUNCED,
    UNSCHEDULED,
    ActionState,
    Answer,
    MeetingState,
)
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


class Everybody:
    """The reader of what goes out without knowing whose eyes it meets: mails, calendar files, copies of an agenda."""


EVERYBODY = Everybody()


@dataclass(frozen=True)
class DecidingSeats:
    """The reader of what is made once for all deciding seats of a body, such as their board pack."""

    body_id: int


class Secretariat:
    """The reader of what is made for whoever runs the body."""


SECRETARIAT = Secretariat()


class AgendaItemQuerySet(PortalQuerySet):
    def shown_to(self, reader: Any, **at: Any) -> "AgendaItemQuerySet":
        """In their order, the items that `reader` may read, of all or of one meeting at hand (`meeting=meeting`). The
        only door to an agenda, whoever asks.

        `reader` is a User, or a circle of readers: EVERYBODY for what is fit for each invitee's eyes, without any
        restricted item, DecidingSeats of a body, SECRETARIAT. The caller then answers for the meeting being one that
        they may see, and for who is handed what is made of it.
        """
        return self._shown(reader, at).order_by("position", "id")

    def _shown(self, reader: Any, at: dict[str, Any]) -> "AgendaItemQuerySet":
        if isinstance(reader, Everybody):
            return self.filter(restricted=False, **at)
        if isinstance(reader, DecidingSeats):
            return self.filter(Q(restricted=False) | Q(body=reader.body_id), **at)
        return self.filter(**at) if isinstance(reader, Secretariat) else self.visible_to(reader, **at)

    def backlog_of(self, body: Any) -> "AgendaItemQuerySet":
        return self.filter(body=body, meeting=None).order_by("id")


class ProposalQuerySet(PortalQuerySet):
    def waiting(self) -> "ProposalQuerySet":
        """Not answered for good yet, the oldest first."""
        return self.filter(state__in=OPEN_PROPOSALS).order_by("id")


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
