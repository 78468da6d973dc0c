"""Who was invited and what they answered, for whoever runs the meeting.

Each line is set once for all pages that say the same in it: a meeting may have two hundred invitees.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.invitations.wording import ANSWER_KIND
from meetings.meeting.bodies import names_of_seats
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation import policy
from rec_portal.foundation.prepared import PreparedQuery


class Invited(NamedTuple):
    """Of two hundred invitees no object is made: only these columns are read, by the names they have in queries."""

    person_id: int
    version: int
    answer: str
    alternate_name: str
    answered_at: datetime | None
    person__name: str
    person__is_active: bool
    person__mail_refused_at: datetime | None


class InviteeLine(NamedTuple):
    """`answer` is empty while nobody has been asked."""

    name: str
    detail: str
    alternate: str
    answer: str
    trouble: str


def invitations_to(meeting: Meeting, reader: User) -> list[Invited]:
    """All that stand, for whoever runs the meeting; for anybody else their own, if they are invited."""
    visible = policy.condition(reader, "see", Invitation, meeting=meeting)
    return [Invited(*row) for row in _INVITED.rows(visible, meeting=meeting.pk)]


def _invited(visible: Q, meeting: int) -> QuerySet:
    return Invitation.objects.filter(visible, meeting=meeting).standing().values_list(*Invited._fields)


_INVITED = PreparedQuery(_invited)


def attendance_of(meeting: Meeting, invitations: Sequence[Any], bodies: list[int], most: int) -> dict[str, Any]:
    """The answers by protocol order, at most so many, and how many of each there are."""
    filled = names_of_seats(meeting, bodies)
    place = {person: number for number, person in enumerate(filled)}
    ordered = sorted(invitations, key=lambda row: (place.get(row.person_id, len(place)), row.person__name))
    language, is_draft = get_language() or "en", meeting.state == MeetingState.DRAFT
    lines = [_line(row, filled.get(row.person_id, []), is_draft) for row in ordered[:most]]
    return {
        "attendance": [_line_html(line, language) for line in lines],
        "invitees": len(ordered),
        "attendance_count": _counted(invitations),
    }


def _counted(invitations: Sequence[Any]) -> str:
    count = Counter(row.answer for row in invitations)
    yes = count[Answer.YES_ONLINE] + count[Answer.YES_ROOM]
    words = [
        (yes, ngettext("%(n)d yes", "%(n)d yes", yes)),
        (count[Answer.ALTERNATE], ngettext("%(n)d colleague", "%(n)d colleagues", count[Answer.ALTERNATE])),
        (count[Answer.NO], ngettext("%(n)d no", "%(n)d no", count[Answer.NO])),
        (count[Answer.NONE], ngettext("%(n)d no answer", "%(n)d no answers", count[Answer.NONE])),
    ]
    return " · ".join(text % {"n": number} for number, text in words if number)


def _line(row: Any, seats: list[str], is_draft: bool) -> InviteeLine:
    if row.person__mail_refused_at or not row.person__is_active:
        trouble = _("Address fails") if row.person__is_active else _("Account closed")
    else:
        trouble = ""
    return InviteeLine(
        name=", ".join(seats) or row.person__name,
        detail=row.person__name if seats else _("No longer sits here"),
        alternate=row.alternate_name,
        answer="" if is_draft else row.answer,
        trouble=trouble,
    )


@lru_cache(maxsize=2000)
def _line_html(line: InviteeLine, _language: str) -> SafeString:
    """Known by all that it says and the language it says it in, so a change makes another line."""
    tag = {"label": Answer(line.answer).label, "kind": ANSWER_KIND[Answer(line.answer)]} if line.answer else None
    html = render_to_string("meetings/invitations/_invitee_line.html", {"line": line, "tag": tag})
    return mark_safe(html.strip())  # noqa: S308 - rendered
