"""Events as lines to read: who, what, when, about what, why, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from rec_portal.audit import verbs
from rec_portal.audit.differences import Wording
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import references, roots, spelling
from rec_portal.foundation.text import is_bilingual


@dataclass(frozen=True)
class EventLine:
    what: str
    who: str
    when: str
    iso: str
    about: str
    about_url: str
    body: str
    reason: str
    changes: list[dict[str, str]]


def lines_of(events: Sequence[AuditEvent], user: Any, zone: str, *, objects: bool = True) -> list[EventLine]:
    """The lines for one reader; `objects` also says and links what each event is about (a query per model)."""
    wording = Wording(events, user, zone)
    named = {(event.target_type, event.target_id) for event in events if event.target_id}
    rows = references.visible_rows(user, named) if objects else {}
    bodies = roots.names(user, {event.root_id for event in events if event.root_id is not None}) if objects else {}
    return [
        EventLine(
            what=verbs.in_words(event.verb),
            who=event.actor_name,
            when=spelling.moment(event.at, zone),
            iso=event.at.isoformat(),
            about=_name(event, rows.get((event.target_type, event.target_id))) if objects else "",
            about_url=references.address_of(rows.get((event.target_type, event.target_id))),
            body=bodies.get(event.root_id or 0, ""),
            reason=event.reason,
            changes=wording.changes(event),
        )
        for event in events
    ]


def _name(event: AuditEvent, row: Any) -> str:
    """What the event is about, as it was called then; a row whose title is kept out of the history says it itself.

    The name then was kept in English. A row that is still called so says it in the reader's language.
    """
    if hasattr(row, "name_in_history"):
        return str(row)
    # Only what has a page: other rows ask the database for their name, each on its own.
    if row is None or not (is_bilingual(row) and references.address_of(row)):
        return event.target_name
    with override("en"):
        still = str(row)[:250] == event.target_name
    return str(row) if still else event.target_name
