"""What a backup must bring back: the rows of each table, the history to its end, and every uploaded file."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from rec_portal.audit import chain
from rec_portal.audit.models import AuditEvent
from rec_portal.files import storing

# They come and go with every visit, and nobody misses them after a restore.
FLEETING = frozenset({"sessions.session", "usersessions.usersession"})
Inventory = dict[str, Any]


def taken() -> Inventory:
    """`tables`: rows by model; `last` and `hash`: the newest event of the history."""
    last = AuditEvent.objects.order_by("-id").values("id", "hash").first() or {"id": 0, "hash": ""}
    return {
        "at": timezone.now().isoformat(),
        "tables": {model._meta.label_lower: model._base_manager.count() for model in _tables()},
        "last": last["id"],
        "hash": last["hash"],
    }


def differences(before: Inventory, after: Inventory) -> Iterator[str]:
    """Where the portal as it is now is not what was saved between the inventories `before` and `after`, in words."""
    yield from _tables_that_differ(before["tables"], after["tables"], taken()["tables"])
    yield from _history_that_differs(before, after)
    yield from files_that_differ()


def files_that_differ() -> Iterator[str]:
    """Uploaded files that are missing, or are not those whose hash their row keeps."""
    for model in _tables():
        if {"stored_as", "sha256"} <= {field.name for field in model._meta.get_fields()}:
            rows = model._base_manager.exclude(stored_as="").order_by("pk")
            for pk, stored_as, sha256 in rows.values_list("pk", "stored_as", "sha256").iterator():
                try:
                    held = storing.measured(storing.path_of(stored_as)).sha256
                except (OSError, ValueError):
                    yield f"{model._meta.label_lower} {pk}: its file is missing"
                    continue
                if held != sha256:
                    yield f"{model._meta.label_lower} {pk}: its file is not the one that was kept"


def _tables() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [m for m in every if m._meta.managed and not m._meta.proxy and m._meta.label_lower not in FLEETING]


def _tables_that_differ(before: dict[str, int], after: dict[str, int], now: dict[str, int]) -> Iterator[str]:
    for table in sorted(before.keys() | after.keys() | now.keys()):
        counts = [before.get(table, 0), after.get(table, 0)]
        low, high, held = min(counts), max(counts), now.get(table, 0)
        if not low <= held <= high:
            yield f"{table}: {held} rows, {low if low == high else f'{low} to {high}'} were saved"


def _history_that_differs(before: Inventory, after: Inventory) -> Iterator[str]:
    verdict = chain.verify(AuditEvent.objects.order_by("id").iterator(chunk_size=2000))
    if verdict.broken_at is not None:
        yield f"the history: the chain is broken at event {verdict.broken_at}, {verdict.why}"
    hashes = dict(AuditEvent.objects.filter(id__in=(before["last"], after["last"])).values_list("id", "hash"))
    if before["last"] and hashes.get(before["last"]) != before["hash"]:
        yield f"the history: event {before['last']} is not the one that was saved"
    # What came after the dump began may be there or not; where it is, it is the same.
    if hashes.get(after["last"], after["hash"]) != after["hash"]:
        yield f"the history: event {after['last']} is not the one that was saved"
