"""How the invited answered, for a list of meetings: one plain question, whatever the number of rows."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from rec_portal.accounts.models import User
from rec_portal.foundation.prepared import PreparedQuery


class Answers(NamedTuple):
    """`own` is the reader's, None where they are not invited; `counted` (answered, invited) where they run it."""

    own: str | None = None
    counted: tuple[int, int] | None = None


def _own(person: int, meetings: list[int]) -> QuerySet:
    rows = Invitation.objects.standing().filter(person=person, meeting__in=meetings)
    return rows.order_by().values_list("meeting_id", "answer")


def _own_and_counted(person: int, meetings: list[int]) -> QuerySet:
    rows = Invitation.objects.standing().filter(meeting__in=meetings).order_by().values("meeting_id")
    counted = rows.annotate(
        own=Max("answer", filter=Q(person=person)),
        answered=Count("pk", filter=~Q(answer=Answer.NONE)),
        everybody=Count("pk"),
    )
    return counted.values_list("meeting_id", "own", "answered", "everybody")


_OWN, _OWN_AND_COUNTED = PreparedQuery(_own), PreparedQuery(_own_and_counted)


def answers_to(meetings: Sequence[Any], reader: User) -> dict[int, Answers]:
    """By the meeting's key, as far as there are any. The meetings come with `may_run`, the policy's word."""
    keys = [meeting.pk for meeting in meetings]
    if not keys:
        return {}
    run = {meeting.pk for meeting in meetings if meeting.may_run}
    if not run:
        return {key: Answers(own) for key, own in _OWN.rows(person=reader.pk, meetings=keys)}
    rows = _OWN_AND_COUNTED.rows(person=reader.pk, meetings=keys)
    return {key: Answers(own, (answered, everybody) if key in run else None) for key, own, answered, everybody in rows}
