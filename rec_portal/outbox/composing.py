"""From a row to a letter: asks again whether it should go out, and has it written in the recipient's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import override

from rec_portal.outbox import reasons
from rec_portal.outbox.letter import Letter, clean_subject
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import Rendered, notice_of
from rec_portal.outbox.outcome import Outcome

_MISSING = object()


@dataclass(frozen=True)
class Composed:
    letter: Letter
    rendered: Rendered
    language: str


def load_for(rows: Sequence[OutboxMessage]) -> dict[int, Any]:
    """What the notices that load in bulk have for these rows; the others are asked one by one, just before sending.

    A notice whose bulk load fails is asked one by one too, so that a single bad message does not stop its kind.
    """
    loaded: dict[int, Any] = {}
    by_kind: dict[str, list[OutboxMessage]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for kind, of_kind in by_kind.items():
        try:
            load_many = getattr(notice_of(kind), "load_many", None)
            if load_many is not None:
                found = load_many(of_kind)
                loaded |= {row.pk: found.get(row.pk) for row in of_kind}
        except Exception:  # noqa: S112 - each message meets the fault again by itself, and says so in its row
            continue
    return loaded


def compose(row: OutboxMessage, loaded: dict[int, Any], now: datetime) -> Composed | Outcome:
    """The letter, or a skip with its reason. Raises whatever the notice raises."""
    if reason := _why_not(row, now):
        return Outcome("skip", reason)
    notice = notice_of(row.kind)
    subject = loaded.get(row.pk, _MISSING)
    if subject is _MISSING:
        subject = notice.load(row)
    if subject is None:
        return Outcome("skip", reasons.SUBJECT_GONE)
    with override("en"):
        unwanted = notice.unwanted(row, subject, now)
    if unwanted:
        return Outcome("skip", unwanted)
    language = _language_of(row.recipient)
    with override(language):
        rendered = notice.render(row, subject)
    letter = Letter(
        to=row.recipient.email,
        subject=clean_subject(rendered.subject),
        text=rendered.text,
        html=rendered.html,
        calendar=rendered.calendar,
        message_id=row.message_id,
        stop_address=rendered.stop_address,
        fills=rendered.fills,
    )
    return Composed(letter, rendered, language)


def _why_not(row: OutboxMessage, now: datetime) -> Any:
    """What holds for every kind of message, whatever its notice says."""
    if not row.recipient.is_active:
        return reasons.INACTIVE
    if row.recipient.mail_refused_at is not None:
        return reasons.ADDRESS_REFUSED
    if row.not_after is not None and now > row.not_after:
        return reasons.TOO_LATE
    return None


def _language_of(person: Any) -> str:
    return person.language if person.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
