"""What a mail about a meeting says, in the active language: subject, first sentences, what is shown below them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from meetings.invitations.choices import Answer
from meetings.meeting.choices import MeetingFormat, MeetingState
from meetings.meeting.models import Meeting
from meetings.notices.changes import changes_told
from meetings.notices.kinds import AGENDA, ASKING, CANCELLATION, INVITATION, POSTPONEMENT, REMINDER
from meetings.notices.subject import Matter
from meetings.notices.wanted import asks_for_answer, is_withdrawal
from rec_portal.foundation import spelling
from rec_portal.foundation.text import one_line, several_lines, unlinked

LONGEST_TITLE = 90


@dataclass(frozen=True)
class Wording:
    """`sentences` stand above the facts. `asks` shows the answer buttons, `joins` the button to join.

    `goes_on` is False where the meeting does not take place then: no way to join and no agenda are shown. `changes` are
    (what, from what to what); where the mail says `only_changes`, of the facts it repeats no more than the time.
    """

    subject: str
    sentences: list[str] = field(default_factory=list)
    question: str = ""
    asks: bool = False
    joins: bool = False
    goes_on: bool = True
    changes: list[tuple[str, str]] = field(default_factory=list)
    only_changes: bool = False


def words_for(message: Any, matter: Matter, alternate: str) -> Wording:
    """`alternate` stands for the name of the colleague who comes instead."""
    if message.kind == INVITATION:
        return _invitation(matter)
    if message.kind in (REMINDER, ASKING):
        return _reminder(matter, alternate)
    if message.kind == POSTPONEMENT:
        return _postponement(matter)
    if message.kind == CANCELLATION:
        return _cancellation(matter, withdrawn=is_withdrawal(message))
    if message.kind == AGENDA:
        return _agenda(matter)
    return _update(message, matter)


def _invitation(matter: Matter) -> Wording:
    return Wording(
        subject=_subject(_("Invitation"), matter),
        sentences=[_("%(body)s invites you to this meeting.") % {"body": unlinked(one_line(matter.meeting.body.name))}],
        question=_("Will you attend?"),
        asks=True,
    )


def _reminder(matter: Matter, alternate: str) -> Wording:
    answer = _answer_of(matter)
    if answer == Answer.NONE:
        return Wording(
            subject=_subject(_("Please answer"), matter),
            sentences=[_("You have not answered yet.")],
            question=_("Will you attend?"),
            asks=True,
        )
    if answer == Answer.ALTERNATE:
        said = _("You said that %(name)s comes instead of you. Please pass this on.") % {"name": alternate}
    else:
        said = _("You are expected at this meeting. You said: %(answer)s.") % {"answer": Answer(answer).label}
    joins = answer == Answer.YES_ONLINE or (
        answer == Answer.ALTERNATE and matter.meeting.format != MeetingFormat.IN_PERSON
    )
    return Wording(subject=_subject(_("Reminder"), matter), sentences=[said], joins=joins)


def _update(message: Any, matter: Matter) -> Wording:
    asks = asks_for_answer(message, matter)
    question = _("Will you attend?") if asks else ""
    answer = _answer_of(matter)
    if asks and answer != Answer.NONE:
        question = _("You had answered: %(answer)s. Does that still hold?") % {"answer": Answer(answer).label}
    if "when" in matter.changed:
        what, sentences = _("New time"), [*_what_moved(matter), *_reason(matter.meeting)]
    else:
        said = _("This has changed:") if matter.changed else _("Something about this meeting was changed.")
        what, sentences = _("Changed"), [said]
    return Wording(
        subject=_subject(what, matter),
        sentences=sentences,
        question=question,
        asks=asks,
        changes=_changes(matter),
        only_changes=matter.told is not None and matter.told.by_mail,
    )


def _changes(matter: Matter) -> list[tuple[str, str]]:
    return changes_told(matter.told.past, matter.meeting, matter.changed) if matter.told else []


def _agenda(matter: Matter) -> Wording:
    sentences = [_("The provisional agenda of this meeting is published.")]
    return Wording(subject=_subject(_("Agenda"), matter), sentences=sentences, changes=_changes(matter))


def _postponement(matter: Matter) -> Wording:
    sentences = [_("The meeting is postponed. It has no new time yet; you will get a mail when it has.")]
    return Wording(
        subject=_subject(_("Postponed"), matter), sentences=[*sentences, *_reason(matter.meeting)], goes_on=False
    )


def _cancellation(matter: Matter, withdrawn: bool) -> Wording:
    if withdrawn:
        said = _("You are no longer invited to this meeting. You need do nothing.")
        return Wording(subject=_subject(_("No longer invited"), matter), sentences=[said], goes_on=False)
    sentences = [_("The meeting is cancelled."), *_reason(matter.meeting)]
    return Wording(subject=_subject(_("Cancelled"), matter), sentences=sentences, goes_on=False)


def _what_moved(matter: Matter) -> list[str]:
    past = matter.told.past if matter.told else None
    sentences = [_("The meeting has a new time.")]
    if past and past.state == MeetingState.POSTPONED:
        sentences = [_("The postponed meeting has a new time.")]
    elif past:
        old = spelling.span(past.starts_at, past.ends_at, matter.person.time_zone)
        sentences.append(_("Before: %(time)s.") % {"time": old})
    return sentences


def _reason(meeting: Meeting) -> list[str]:
    reason = unlinked(several_lines(meeting.state_reason))
    return [_("Reason: %(reason)s") % {"reason": reason}] if reason else []


def _answer_of(matter: Matter) -> str:
    return matter.invitation.answer if matter.invitation else Answer.NONE


def _subject(what: str, matter: Matter) -> str:
    """ "Invitation: Title – Thu 21 Nov 2024, 10:00–12:00 Tashkent (UTC+5)", in the recipient's zone."""
    meeting = matter.meeting
    title = one_line(meeting.title)
    if len(title) > LONGEST_TITLE:
        title = f"{title[: LONGEST_TITLE - 1].rstrip()}…"
    time = spelling.span(meeting.starts_at, meeting.ends_at, matter.person.time_zone, short=True)
    return _("%(what)s: %(title)s – %(time)s") % {"what": what, "title": title, "time": time}
