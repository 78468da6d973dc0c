"""Mail stops to an address that does not exist, whether the mail server says so at once or sends the letter back."""

from datetime import datetime
from typing import Any

from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock, store


def suspend_address(person: Any, address: str, said: str, now: datetime, *, root_id: int | None) -> None:
    """No further mail goes to the person until somebody has looked; not where they have another address by now."""
    person = lock(person)
    if person.mail_refused_at is not None or person.email != address:
        return
    person.mail_refused_at, person.mail_refused_reason = now, said
    changes = store(person, actor=None)
    record(actor=None, verb="person.mail_refused", target=person, root_id=root_id, changes=changes)
