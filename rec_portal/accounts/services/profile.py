"""What people change about themselves."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from rec_portal.accounts.deeds import tell
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, records, zones
from rec_portal.foundation.refusals import InvalidInput, NotAllowed

CHANGEABLE = frozenset({"name", "job_title", "language", "time_zone", "wants_reminders", "wants_digest"})


@transaction.atomic
def change_profile(*, actor: User, person: User, version: int | None = None, **values: Any) -> User:
    """Stores the given ones of CHANGEABLE; a `version` that is not the row's raises StaleEdit.

    Returns the person as stored.
    """
    unknown = values.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"Not part of a profile: {sorted(unknown)}")
    row = records.lock(person, version)
    if not policy.can(actor, "edit", row):
        raise NotAllowed
    _check(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    changes = records.store(row, actor=actor)
    if changes:
        tell(actor=actor, verb="person.profile_changed", person=row, changes=changes)
    return row


def _check(row: User, values: dict[str, Any]) -> None:
    if values.get("language", row.language) not in dict(settings.LANGUAGES):
        raise InvalidInput(gettext("The portal does not speak this language yet."), field="language")
    if values.get("time_zone", row.time_zone) not in {*zones.ALL_CITIES, row.time_zone}:
        raise InvalidInput(gettext("Choose one of the cities in the list."), field="time_zone")
    if not values.get("name", row.name).strip():
        raise InvalidInput(gettext("Write your name."), field="name")
