"""Proof that nobody changed the history behind the portal's back.

Each event carries the fingerprint of the one before it. A changed or removed event breaks the chain, and whoever
recomputes the whole chain is found out by a checkpoint kept elsewhere. It detects tampering; it does not prevent it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from rec_portal.audit.models import AuditEvent
from rec_portal.audit.writer import fingerprint

_signer = Signer(salt="audit.checkpoint")


class BadCheckpoint(ValueError):
    """A line that is no checkpoint of this portal."""


@dataclass(frozen=True)
class Verdict:
    """`broken_at` is the id of the first event that does not fit, and `why` says in what way; None when all fit."""

    events: int
    broken_at: int | None = None
    why: str = ""


def verify(events: Iterable[AuditEvent]) -> Verdict:
    """Follows the chain over all events, in the order of their ids, from the first one on."""
    previous, count = "", 0
    for event in events:
        if event.previous_hash != previous:
            return Verdict(count, event.pk, "it does not follow the event before it: one was removed, added or changed")
        if fingerprint(event) != event.hash:
            return Verdict(count, event.pk, "its content was changed")
        previous, count = event.hash, count + 1
    return Verdict(count)


def checkpoint() -> str:
    """One line of JSON with the state of the chain now, signed; to be kept where the database's owner cannot reach."""
    last = AuditEvent.objects.order_by("-id").values("id", "hash").first() or {"id": 0, "hash": ""}
    count = AuditEvent.objects.filter(id__lte=last["id"]).count()
    content = {"at": timezone.now().isoformat(), "events": count, "last": last["id"], "hash": last["hash"]}
    return json.dumps(content | {"signature": _signer.signature(_canonical(content))})


def check(line: str) -> str:
    """What is wrong with the history as compared to a checkpoint's line; "" when it still holds.

    Raises BadCheckpoint when the line itself was not written by this portal.
    """
    content = _read(line)
    held = AuditEvent.objects.filter(id=content["last"]).values_list("hash", flat=True).first() or ""
    count = AuditEvent.objects.filter(id__lte=content["last"]).count()
    if held != content["hash"]:
        return f"event {content['last']} is not the one that was there at {content['at']}"
    if count != content["events"]:
        return f"{content['events']} events up to {content['last']} were there at {content['at']}, now {count}"
    return ""


def _read(line: str) -> dict[str, Any]:
    try:
        content = json.loads(line)
        signature = content.pop("signature")
        _signer.unsign(f"{_canonical(content)}{_signer.sep}{signature}")
        return {name: content[name] for name in ("at", "events", "last", "hash")}
    except (ValueError, KeyError, AttributeError, TypeError, BadSignature) as error:
        raise BadCheckpoint("This line is not a checkpoint of this portal, or was changed.") from error


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"))
