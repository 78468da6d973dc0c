"""Whether the invitees, or a group itself, are busy with another meeting at that time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from councils.bodies.models import Body
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.choices import EXPECTED, LONGEST_MEETING_MINUTES, ON, MeetingState
from meetings.meeting.models import Meeting, MeetingBody
from rec_portal.accounts.models import User
from rec_portal.foundation import policy


@dataclass(frozen=True)
class Clash:
    """One busy invitee. `title` is empty when the reader may not see that other meeting: titles are data."""

    person: User
    title: str
    starts_at: datetime
    ends_at: datetime


def find_clashes(
    *, reader: User, start: datetime, end: datetime, people: Sequence[User], except_meeting: Meeting | None = None
) -> list[Clash]:
    """The other convened meetings of `people` that overlap [start, end), at most one hundred."""
    others = (
        Invitation.objects.standing()
        .filter(person__in=people, meeting__state__in=(*EXPECTED, *ON))
        .filter(meeting__starts_at__lt=end, meeting__ends_at__gt=start)
        .exclude(answer=Answer.NO)
        .select_related("person", "meeting")
        .order_by("meeting__starts_at", "person__name")
    )
    if except_meeting is not None:
        others = others.exclude(meeting=except_meeting)
    found = list(others[:100])
    visible = set(
        policy.allowed(reader, "see", Meeting.objects.filter(pk__in={row.meeting_id for row in found})).values_list(
            "pk", flat=True
        )
    )
    return [
        Clash(
            person=row.person,
            title=row.meeting.title if row.meeting_id in visible else "",
            starts_at=row.meeting.starts_at,
            ends_at=row.meeting.ends_at,
        )
        for row in found
    ]


def find_busy_bodies(
    *, reader: User, start: datetime, end: datetime, bodies: Sequence[Body], except_meeting: Meeting | None = None
) -> list[Meeting]:
    """The meetings of `bodies`, alone or jointly, that overlap [start, end) and that the reader may see: at most ten.

    Drafts count, since they are to be convened; what was cancelled or has no time does not.
    """
    joint = MeetingBody.objects.filter(body__in=bodies, meeting__starts_at__lt=end, meeting__ends_at__gt=start)
    ids = list(joint.values_list("meeting_id", flat=True))
    others = (
        policy.allowed(reader, "see", Meeting.objects.filter(Q(body__in=bodies) | Q(pk__in=ids)))
        # No meeting is longer: with this bound the index of starts need not be read from its beginning.
        .filter(starts_at__lt=end, starts_at__gt=start - timedelta(minutes=LONGEST_MEETING_MINUTES), ends_at__gt=start)
        .filter(state__in=(MeetingState.DRAFT, *EXPECTED, *ON))
        .order_by("starts_at", "id")
    )
    if except_meeting is not None:
        others = others.exclude(pk=except_meeting.pk)
    return list(others[:10])
