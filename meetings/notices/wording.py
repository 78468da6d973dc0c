"""What a mail about a meeting says, in the active language: subject, first sentences, what is shown below them."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from meetings.choices import Answer, MeetingFormat
from meetings.models import Meeting
from meetings.models.past import schedule_before
from meetings.notices.matter import Matter
from meetings.notices.planning import AGENDA, ASKING, CANCELLATION, INVITATION, POSTPONEMENT, REMINDER
from meetings.notices.wanted import asks_for_answer, is_withdrawal
from rec_portal.foundation import spelling
from rec_portal.foundation.text import one_line, several_lines, unlinked

LONGEST_TITLE = 90


@dataclass(frozen=True)
class Wording:
    """`sentences` stand above the facts. `asks` shows the answer buttons, `joins` the button to join.

    `goes_on` is False where the meeting does not take place then: no way to join and no agenda are shown.
    """

    subject: str
    sentences: list[str] = field(default_factory=list)
    question: str = ""
    asks: bool = False
    joins: bool = False
    goes_on: bool = True


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
    changed = set(message.payload.get("changed", ()))
    asks = asks_for_answer(message, matter)
    question = _("Will you attend?") if asks else ""
    answer = _answer_of(matter)
    if asks and answer != Answer.NONE:
        question = _("You had answered: %(answer)s. Does that still hold?") % {"answer": Answer(answer).label}
    if changed & {"starts_at", "ends_at", "time_zone", "schedule_seq"}:
        sentences = [*_what_moved(matter), *_reason(matter.meeting)]
        return Wording(subject=_subject(_("New time"), matter), sentences=sentences, question=question, asks=asks)
    names = ", ".join(str(label) for name, label in _field_names() if name in changed)
    said = _("Changed: %(fields)s.") % {"fields": names} if names else _("Something about this meeting was changed.")
    return Wording(subject=_subject(_("Changed"), matter), sentences=[said], question=question, asks=asks)


def _agenda(matter: Matter) -> Wording:
    sentences = [_("The provisional agenda of this meeting is published.")]
    return Wording(subject=_subject(_("Agenda"), matter), sentences=sentences)


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
    before = schedule_before(matter.meeting)
    sentences = [_("The meeting has a new time.")]
    if before and before.state == "postponed":
        sentences = [_("The postponed meeting has a new time.")]
    elif before:
        old = spelling.span(before.starts_at, before.ends_at, matter.person.time_zone)
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


def _field_names() -> list[tuple[str, str]]:
    return [
        ("title", _("title")),
        ("format", _("online or in person")),
        ("place", _("place")),
        ("link", _("link to join")),
        ("note", _("note")),
    ]
