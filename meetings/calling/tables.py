"""A meeting as a row of a list."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.invitations.choices import ANSWERS_OFFERED, Answer
from meetings.invitations.services.answers import Answers, answers_to
from meetings.invitations.wording import ANSWER_KIND
from meetings.meeting.choices import EXPECTED, UNANNOUNCED, MeetingFormat, MeetingState
from meetings.meeting.wording import STATE_KIND
from rec_portal.foundation import spelling, zones
from rec_portal.foundation.addresses import address
from rec_portal.foundation.context import reader_zone


def meeting_rows(request: HttpRequest, found: Sequence[Any], now: datetime) -> list[dict[str, Any]]:
    """The meetings as the list shows them: one query however many there are. They come with `may_run`."""
    answers = answers_to(found, request.user)  # type: ignore[arg-type]
    zone = reader_zone(request.user)
    return [_row(meeting, answers.get(meeting.pk, Answers()), zone, now) for meeting in found]


def _row(meeting: Any, known: Answers, zone: str, now: datetime) -> dict[str, Any]:
    state, answer = MeetingState(meeting.state), known.own
    asked = answer is not None and meeting.lies_ahead(now)
    there, language = zones.local(meeting.starts_at, zone), get_language() or "en"
    return {
        "key": meeting.public_id,
        "url": meeting.get_absolute_url(),
        "title": meeting.title,
        "body": meeting.body.short_name,
        "tile": _tile(there.toordinal(), language),
        "when": spelling.span(meeting.starts_at, meeting.ends_at, zone, short=True),
        "iso": meeting.starts_at.isoformat(),
        "tags": _tags(state, answer, language),
        "off": state in (MeetingState.CANCELLED, MeetingState.POSTPONED),
        # Where the session was opened, its state says it.
        "is_now": state in EXPECTED and meeting.is_on(now),
        "count": _counted(*known.counted) if known.counted and state not in UNANNOUNCED else "",
        "asked": asked,
        "offers": _offers(meeting.format, language) if asked and answer == Answer.NONE else "",
        "answer_url": address("meetings:answer", meeting.public_id) if asked else "",
    }


def _counted(answered: int, everybody: int) -> str:
    return _("%(answered)d of %(everybody)d answered") % {"answered": answered, "everybody": everybody}


# The small parts of a row are few and the same for everybody: each is rendered once per language.
@lru_cache(maxsize=64)
def _offers(meeting_format: str, language: str) -> SafeString:
    """The answers one press can give; who sends a colleague says on the meeting's page whom."""
    offered = ANSWERS_OFFERED[MeetingFormat(meeting_format)]
    offers = [(answer.value, answer.label) for answer in offered if answer != Answer.ALTERNATE]
    return mark_safe(render_to_string("meetings/calling/_offers.html", {"offers": offers}).strip())  # noqa: S308 - rendered


@lru_cache(maxsize=256)
def _tags(state: MeetingState, answer: str | None, language: str) -> SafeString:
    """The state, unless it is what everybody expects, and one's own answer."""
    tags = [] if state in EXPECTED else [(state.label, STATE_KIND[state])]
    if answer and answer != Answer.NONE:
        tags.append((Answer(answer).label, ANSWER_KIND[Answer(answer)]))
    return mark_safe("".join(f" {_part('tag', text=text, kind=kind)}" for text, kind in tags))  # noqa: S308 - rendered


@lru_cache(maxsize=1024)
def _tile(ordinal: int, language: str) -> SafeString:
    return _part("date_tile", day=datetime.fromordinal(ordinal))


def _part(component: str, **props: Any) -> SafeString:
    return mark_safe(render_to_string(f"components/{component}.html", props).strip())  # noqa: S308 - rendered
