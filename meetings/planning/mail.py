"""The mails about polls on times: the question, a reminder to who has not answered, the result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.meeting.plain_mail import PlainLetter, render_plain
from meetings.planning.choices import POLL_PURPOSE, POLL_REMINDER_OFFSETS, PollState
from meetings.planning.models import Poll, PollVote
from rec_portal.accounts.models import User
from rec_portal.accounts.services.optional_mail import stop_address
from rec_portal.accounts.services.secret_links import issue_link
from rec_portal.foundation import policy, spelling, zones
from rec_portal.outbox import queue
from rec_portal.outbox.notices import Rendered, register
from rec_portal.outbox.queue import Planned

QUESTION = "meetings.poll_question"
REMINDER = "meetings.poll_reminder"
RESULT = "meetings.poll_result"
# In a mail so many slots are written out; the page has them all.
MOST_SHOWN = 12


def plan_question(poll: Poll, people: Sequence[User]) -> int:
    """The question at once, and the reminders before the poll closes, as far as they lie ahead."""
    now = timezone.now()
    messages = [Planned(QUESTION, person, not_after=poll.closes_at) for person in people]
    for offset in POLL_REMINDER_OFFSETS:
        if (due := poll.closes_at - offset) > now:
            minutes = int(offset.total_seconds()) // 60
            messages += [
                Planned(REMINDER, person, due_at=due, not_after=poll.closes_at, offset_minutes=minutes)
                for person in people
            ]
    return queue.put(poll, messages, root_id=poll.body_id)


def plan_result(poll: Poll, people: Sequence[User]) -> int:
    queue.cancel(poll, reason=gettext_lazy("The poll is over."), kinds=[QUESTION, REMINDER])
    return queue.put(poll, [Planned(RESULT, person) for person in people], root_id=poll.body_id)


@dataclass(frozen=True)
class PollMatter:
    """`may_answer` and `has_answered` are as they are at the moment of sending."""

    poll: Poll
    person: User
    may_see: bool
    may_answer: bool
    has_answered: bool


class PollNotice:
    def load(self, message: Any) -> PollMatter | None:
        poll = Poll.objects.select_related("body", "meeting").filter(public_id=message.subject_id).first()
        if poll is None:
            return None
        person = message.recipient
        return PollMatter(
            poll=poll,
            person=person,
            may_see=policy.can(person, "see", poll),
            may_answer=policy.can(person, "answer", poll),
            has_answered=PollVote.objects.filter(option__poll=poll, person=person).exists(),
        )

    def unwanted(self, message: Any, subject: PollMatter, now: datetime) -> str | None:
        poll = subject.poll
        if message.kind == RESULT:
            if poll.state not in (PollState.CHOSEN, PollState.CANCELLED):
                return _("The poll goes on.")
            return None if subject.may_see else _("This person may no longer see the poll.")
        if poll.state != PollState.OPEN or poll.closes_at <= now:
            return _("The poll is over.")
        if not subject.may_answer:
            return _("This person no longer sits in the group.")
        return _against_reminder(subject) if message.kind == REMINDER else None

    def render(self, message: Any, subject: PollMatter) -> Rendered:
        if message.kind == RESULT:
            return render_plain(_result(subject), subject.person)
        poll, person = subject.poll, subject.person
        secret = issue_link(person=person, purpose=POLL_PURPOSE, subject=poll.public_id, expires_at=poll.closes_at)
        letter = _question(message.kind, subject, reverse("meetings:poll_link", args=[secret]))
        return replace(render_plain(letter, person), secrets=(secret,))


def _against_reminder(subject: PollMatter) -> str | None:
    if subject.has_answered:
        return _("This person has answered.")
    return None if subject.person.wants_reminders else _("This person wants no reminders.")


def _question(kind: str, subject: PollMatter, path: str) -> PlainLetter:
    poll, zone = subject.poll, subject.person.time_zone
    options = list(poll.options.all()[: MOST_SHOWN + 1])
    spans = [
        spelling.span(option.starts_at, zones.end_of(option.starts_at, poll.minutes), zone)
        for option in options[:MOST_SHOWN]
    ]
    if len(options) > MOST_SHOWN:
        spans.append("…")
    asked = _("%(body)s looks for a time that suits most. Which of these times suit you?") % {"body": poll.body.name}
    said = [_("You have not answered yet."), asked] if kind == REMINDER else [asked]
    return PlainLetter(
        what=_("Please answer") if kind == REMINDER else _("Which time suits you?"),
        title=poll.title,
        sentences=said,
        path=path,
        button=_("Answer"),
        why=_("You get this mail because you sit in this group. The link is yours alone: please do not pass it on."),
        facts=[
            (_("Times"), "\n".join(spans)),
            (_("Answers until"), spelling.moment(poll.closes_at, zone)),
            (_("Note"), poll.note),
        ],
        stop=stop_address(subject.person, "reminders") if kind == REMINDER else "",
    )


def _result(subject: PollMatter) -> PlainLetter:
    poll, zone = subject.poll, subject.person.time_zone
    if poll.state == PollState.CANCELLED or poll.meeting is None:
        what, said, facts = _("Poll cancelled"), [_("The poll is cancelled. You need do nothing.")], []
    else:
        what = _("Time chosen")
        said = [_("A time was chosen. The invitation to the meeting comes in a mail of its own.")]
        start = poll.meeting.starts_at
        facts = [(_("When"), spelling.span(start, zones.end_of(start, poll.minutes), zone))]
    return PlainLetter(
        what=what,
        title=poll.title,
        sentences=said,
        path=poll.get_absolute_url(),
        button=_("Open the poll"),
        why=_("You get this mail because you were asked which time suits you."),
        facts=[*facts, (_("Group"), poll.body.name)],
    )


register(QUESTION, PollNotice(), gettext_lazy("Question which time suits"))
register(REMINDER, PollNotice(), gettext_lazy("Reminder of a poll on times"))
register(RESULT, PollNotice(), gettext_lazy("Result of a poll on times"))
