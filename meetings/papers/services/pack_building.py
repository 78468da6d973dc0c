"""Building board packs: the row is the truth, whoever hears the bell takes the next one.

A builder holds a lease and a token drawn anew for each claim. It writes to a file that has no name yet, and only where
the token still is its own does the finished file become the pack. A builder that dies leaves a waiting-room file that
nobody can reach; its row is taken over when the lease has run out, and given up after three tries.
"""

import logging
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop, override
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from meetings.papers.choices import PackState
from meetings.papers.models import PackBuild
from meetings.papers.services.pack_book import Book
from rec_portal.files import storing
from rec_portal.foundation.garbage import seldom_looked_for
from rec_portal.foundation.querysets import recorded_in_bulk
from rec_portal.outbox.bell import ONCE_MORE
from rec_portal.outbox.clock import database_now
from rec_portal.workflow.engine import advance_many

logger = logging.getLogger(__name__)

MOST_TRIES = 3
# Files of builders that died are taken away when nobody can be writing to them any more.
LEFT_BEHIND_SECONDS = 24 * 60 * 60
GIVEN_UP = gettext_noop("It could not be made in three tries. Please tell whoever runs the server.")
LOST = gettext_noop("Something went wrong while it was made. Please try again.")


class LeaseLost(RuntimeError):
    """Somebody else builds this pack now."""


@dataclass(frozen=True)
class Claim:
    pack: PackBuild
    token: uuid.UUID


def ring() -> bool:
    """Wakes a worker; says whether the broker took the call. A broker that is away is not the page's trouble."""
    try:
        current_app.send_task("meetings.build_packs", retry=True, retry_policy=ONCE_MORE, ignore_result=True)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("The broker does not answer; the board pack waits for the next round: %s", error)
        return False
    return True


def build_waiting() -> int:
    """Builds packs until none waits; returns how many were built or given up."""
    handled = 0
    while (claim := take()) is not None:
        build(claim)
        handled += 1
    return handled


def take() -> Claim | None:
    """The next pack under a new token: first one whose builder vanished. One that was tried too often is given up."""
    now = database_now()
    abandoned = PackBuild.objects.abandoned(now)
    _move(abandoned.filter(attempts__gte=MOST_TRIES), "fail", reason=GIVEN_UP, settled_at=now, lease_token=None)
    return _take(PackBuild.objects.abandoned(now), "take_over") or _take(PackBuild.objects.waiting(), "claim")


def _take(rows: Any, verb: str) -> Claim | None:
    token, now = uuid.uuid4(), database_now()
    with transaction.atomic():
        key = rows.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        if key is None:
            return None
        values = {"lease_token": token, "lease_until": now + _lease(), "attempts": F("attempts") + 1, "done": 0}
        # Asked again in the update: SQLite has no row locks, there the condition alone keeps two workers apart.
        if not _move(rows.filter(pk=key).order_by(), verb, **values):
            return None
    pack = PackBuild.objects.select_related("meeting__body", "body__council").get(pk=key)
    return Claim(pack, token)


def build(claim: Claim) -> None:
    """Builds the pack, or fails it with a reason; changes nothing when the lease has passed to somebody else."""
    sweep()
    try:
        with storing.workshop() as path, override(claim.pack.language), seldom_looked_for():
            book = Book(claim.pack, progress=lambda done: renew(claim, done))
            book.write(path)
            written = storing.measured(path)
            renew(claim, len(book.papers))
            _finish(claim, book, path, written)
    except LeaseLost:
        logger.warning("The lease of board pack %s had run out; somebody else has it now.", claim.pack.public_id)
    except Exception:
        logger.exception("Board pack %s could not be built.", claim.pack.public_id)
        _settle(claim, "fail", reason=LOST)


def renew(claim: Claim, done: int) -> None:
    """Notes the progress and prolongs the lease; LeaseLost when it is not ours any more."""
    with recorded_in_bulk():
        ours = PackBuild.objects.filter(pk=claim.pack.pk, lease_token=claim.token, state=PackState.BUILDING)
        if not ours.update(done=done, lease_until=database_now() + _lease()):
            raise LeaseLost


def _finish(claim: Claim, book: Book, path: Path, written: storing.Written) -> None:
    stored_as = storing.admit(path)
    try:
        _settle(
            claim,
            "finish",
            stored_as=stored_as,
            size=written.size,
            sha256=written.sha256,
            pages=book.pages,
            papers=[paper.pk for paper in book.papers],
            culprits=book.culprits,
            fingerprint=book.contents.fingerprint,
            reason="",
        )
    except BaseException:
        storing.discard(stored_as)
        raise


def _settle(claim: Claim, verb: str, **values: Any) -> None:
    ours = PackBuild.objects.filter(pk=claim.pack.pk, lease_token=claim.token)
    values |= {"lease_token": None, "lease_until": None, "settled_at": database_now()}
    if not _move(ours, verb, **values):
        raise LeaseLost


def _move(rows: Any, verb: str, **values: Any) -> int:
    with recorded_in_bulk():
        return advance_many(rows, verb, **values)


def _lease() -> timedelta:
    return timedelta(seconds=settings.PACK_LEASE_SECONDS)


def sweep() -> int:
    """Takes away what dead builders and broken uploads left in the waiting room; returns how many files."""
    folder = Path(settings.DOCUMENT_ROOT) / "incoming"
    gone = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.stat().st_mtime < time.time() - LEFT_BEHIND_SECONDS:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
