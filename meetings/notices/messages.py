"""Mails about meetings as text and HTML.

A reminder goes to thousands, but differs only in the reader's language, zone and kind of answer. So each such letter is
set once per version of the meeting, with marks where the name and the secret belong, and copies only fill these in.
"""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.calendar.events import agenda_lines, body_names, page_address, safe_link
from meetings.calendar.files import cancel_file, request_file
from meetings.calendar.kept import Kept
from meetings.invitations.choices import ANSWERS_OFFERED, COMING, Answer
from meetings.meeting.choices import MeetingFormat
from meetings.meeting.models import Meeting
from meetings.notices.kinds import ASKING, CANCELLATION, POSTPONEMENT, REMINDER
from meetings.notices.subject import Matter
from meetings.notices.wanted import asks_for_answer, is_withdrawal
from meetings.notices.wording import Wording, words_for
from rec_portal.accounts.services.optional_mail import stop_address
from rec_portal.foundation import spelling
from rec_portal.foundation.text import one_line, several_lines, unlinked
from rec_portal.outbox.notices import CalendarPart, Rendered
from rec_portal.outbox.words import mark_of

NAME_MARK = mark_of("name")
ALTERNATE_MARK = mark_of("alternate")
SECRET_MARK = mark_of("secret")
STOP_MARK = mark_of("stop")

MARKS = (NAME_MARK, ALTERNATE_MARK, SECRET_MARK, STOP_MARK)

# Subject, text, HTML, and the marks in them.
Letter = tuple[str, str, str, list[str]]
kept: Kept[Letter] = Kept(most=400)


def render_letter(message: Any, matter: Matter) -> Rendered:
    """The message for its recipient, in the active language and the recipient's zone."""
    subject, text, html, marks = _letter_for(message, matter)
    secret = matter.insist_on_secret() if asks_for_answer(message, matter) else ""
    stop = stop_address(matter.person, "reminders") if message.kind == REMINDER else ""
    fills = {
        NAME_MARK: _typed(matter.person.name),
        ALTERNATE_MARK: _typed(matter.invitation.alternate_name) if matter.invitation else "",
        SECRET_MARK: secret,
        STOP_MARK: stop,
    }
    return Rendered(
        subject=subject,
        text=text,
        html=html,
        fills={mark: fills[mark] for mark in marks},
        calendar=_calendar_part(message, matter),
        secrets=(secret,) if secret else (),
        stop_address=stop,
    )


def _letter_for(message: Any, matter: Matter) -> Letter:
    meeting, person = matter.meeting, matter.person
    key = (
        meeting.pk,
        meeting.version,
        meeting.body.version,
        message.kind,
        (matter.told.past.version, matter.told.by_mail) if matter.told else None,
        is_withdrawal(message),
        matter.invitation.answer if matter.invitation else "",
        matter.papers.key,
        person.time_zone,
        get_language(),
    )
    letter = kept.get(key)
    if letter is None:
        letter = _set_letter(message, matter)
        kept.put(key, letter)
    return letter


def _set_letter(message: Any, matter: Matter) -> Letter:
    wording = words_for(message, matter, ALTERNATE_MARK)
    context = _context(message, matter, wording)
    text = _tidy(render_to_string("emails/meetings/message.txt", context))
    html = render_to_string("emails/meetings/message.html", context)
    return wording.subject, text, html, [mark for mark in MARKS if mark in text or mark in html]


def _context(message: Any, matter: Matter, wording: Wording) -> dict[str, Any]:
    meeting = matter.meeting
    answer_address = f"{settings.SITE_URL}{reverse('meetings:rsvp', args=[SECRET_MARK])}"
    return {
        "wording": wording,
        "name": NAME_MARK,
        "title": _typed(meeting.title),
        "bodies": body_names(meeting),
        "changes": wording.changes,
        "facts": _facts(matter, wording),
        "link": safe_link(meeting) if wording.goes_on else "",
        "agenda": agenda_lines(meeting) if wording.goes_on and not wording.only_changes else [],
        "papers": matter.papers.lines() if wording.goes_on else [],
        "answers": _answers(meeting, answer_address) if wording.asks else [],
        "change_answer": answer_address if asks_for_answer(message, matter) and not wording.asks else "",
        "page": page_address(meeting),
        "profile": f"{settings.SITE_URL}{reverse('accounts:profile')}",
        "stop": STOP_MARK if message.kind == REMINDER else "",
        "language": get_language(),
    }


def _facts(matter: Matter, wording: Wording) -> list[tuple[str, str, bool]]:
    """(label, value, whether it is the one to see first): the time in the reader's zone, then the meeting's own, then
    elsewhere; place and note."""
    meeting, zone, goes_on = matter.meeting, matter.person.time_zone, wording.goes_on
    facts = [
        (_("When") if goes_on else _("Was planned for"), spelling.span(meeting.starts_at, meeting.ends_at, zone), True)
    ]
    if zone != meeting.time_zone:
        facts.append(("", spelling.span(meeting.starts_at, meeting.ends_at, meeting.time_zone), False))
    if not goes_on:
        return facts
    if wording.only_changes and "when" not in matter.changed:
        return facts
    facts.append((_("Elsewhere"), _zones_line(meeting, zone), False))
    if wording.only_changes:
        return facts
    facts.append((_("How"), str(MeetingFormat(meeting.format).label), False))
    typed = ((_("Where"), _typed(meeting.place)), (_("Note"), unlinked(several_lines(meeting.note))))
    return facts + [(label, value, False) for label, value in typed if value]


def _zones_line(meeting: Meeting, zone: str) -> str:
    lines = spelling.city_times(meeting.starts_at, zone)
    return " · ".join(_city_line(line) for line in lines)


def _city_line(line: spelling.CityTime) -> str:
    said = f"{line.cities} {line.time}"
    if line.day:
        said = f"{said}, {line.day}"
    return _("%(time)s (night)") % {"time": said} if line.night else said


def _answers(meeting: Meeting, address: str) -> list[dict[str, Any]]:
    """One button for each answer that one press can give; the last leads to the page with all of them."""
    offered = [answer for answer in ANSWERS_OFFERED[MeetingFormat(meeting.format)] if answer != Answer.ALTERNATE]
    buttons = [
        {"label": str(Answer(answer).label), "address": f"{address}?answer={answer}", "main": answer in COMING}
        for answer in offered
    ]
    return [*buttons, {"label": _("Another answer"), "address": address, "main": False}]


def _calendar_part(message: Any, matter: Matter) -> CalendarPart | None:
    if message.kind in (REMINDER, ASKING) or matter.invitation is None:
        return None
    if message.kind in (CANCELLATION, POSTPONEMENT):
        return CalendarPart("CANCEL", cancel_file(matter.meeting, matter.invitation))
    return CalendarPart("REQUEST", request_file(matter.meeting, matter.invitation))


def _typed(text: str) -> str:
    return unlinked(one_line(text))


def _tidy(text: str) -> str:
    """No more than one empty line in a row, whichever parts a mail has."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
