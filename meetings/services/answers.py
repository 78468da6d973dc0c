"""How the invited answered, for a list of meetings: two plain questions, whatever the number of rows."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from meetings.choices import Answer
from meetings.models import Invitation
from rec_portal.accounts.models import User
from rec_portal.foundation.prepared import PreparedQuery


def _own(person: int, meetings: list[int]) -> QuerySet:
    rows = Invitation.objects.standing().filter(person=person, meeting__in=meetings)
    return rows.order_by().values_list("meeting_id", "answer")


def _counted(meetings: list[int]) -> QuerySet:
    rows = Invitation.objects.standing().filter(meeting__in=meetings).order_by().values("meeting_id")
    answered = Count("pk", filter=~Q(answer=Answer.NONE))
    return rows.annotate(answered=answered, everybody=Count("pk")).values_list("meeting_id", "answered", "everybody")


_OWN, _COUNTED = PreparedQuery(_own), PreparedQuery(_counted)


def own_answers(person: User, meetings: Sequence[Any]) -> dict[int, str]:
    """The person's own answer by the meeting's key; a meeting that they are not invited to is missing."""
    keys = [meeting.pk for meeting in meetings]
    return dict(_OWN.rows(person=person.pk, meetings=keys)) if keys else {}


def counted_answers(meetings: Sequence[Any]) -> dict[int, tuple[int, int]]:
    """(how many answered, how many are invited) by the meeting's key. For meetings that the reader runs."""
    keys = [meeting.pk for meeting in meetings]
    return {key: (answered, everybody) for key, answered, everybody in _COUNTED.rows(meetings=keys)} if keys else {}
