"""Where a worker writes its letters: the next one while the mail server looks at the last."""

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rec_portal.outbox import outcome as outcomes
from rec_portal.outbox import reasons
from rec_portal.outbox.composing import compose, load_for
from rec_portal.outbox.keeping import Keeper
from rec_portal.outbox.letter import BadAddress, Letter
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.outcome import Outcome
from rec_portal.outbox.retry import MOST_TAKEOVERS

logger = logging.getLogger(__name__)


@dataclass
class Written:
    """The row's letter, or what became of the row without one; and the fields that keep the letter as sent."""

    key: int
    result: Letter | Outcome
    kept: dict[str, Any] = field(default_factory=dict)


class Desk:
    """One letter lies ready at most, so that what is said in it is never older than the letter before it."""

    def __init__(self, keeper: Keeper, as_of: datetime | None) -> None:
        self.keeper, self.as_of = keeper, as_of
        self.ready: Written | None = None

    def lay_out(self, rows: Sequence[OutboxMessage], now: datetime) -> None:
        """What the letters of these rows need, as it is `now`. What was written of earlier knowledge is thrown away."""
        self.clear()
        self.now, self.loaded = now, load_for(rows)

    def write(self, row: OutboxMessage) -> Written:
        """The letter of `row`; never raises, since a fault concerns this one message."""
        if self.ready is None or self.ready.key != row.pk:
            self.clear()
            return self._written(row)
        written, self.ready = self.ready, None
        return written

    def write_ahead(self, row: OutboxMessage) -> None:
        if self.ready is None:
            self.ready = self._written(row)

    def clear(self) -> None:
        """Throws away the letter that lies ready and will not be sent."""
        if self.ready and self.ready.kept:
            self.keeper.let_go(self.ready.kept)
        self.ready = None

    def _written(self, row: OutboxMessage) -> Written:
        if row.takeovers > MOST_TAKEOVERS:
            return Written(row.pk, Outcome("bury", reasons.WORKER_VANISHED))
        kept: dict[str, Any] = {}
        try:
            composed = compose(row, self.loaded, self._moment_of(row))
            if isinstance(composed, Outcome):
                return Written(row.pk, composed)
            kept = self.keeper.fields_of(composed)
            with contextlib.suppress(BadAddress):  # the courier says so, without asking a server
                composed.letter.raw  # noqa: B018 - made here, where there is time
            return Written(row.pk, composed.letter, kept)
        except Exception as error:
            logger.exception("Message %s could not be made.", row.public_id)
            return Written(row.pk, outcomes.of_fault(error), kept)

    def _moment_of(self, row: OutboxMessage) -> datetime:
        """When the row goes out: now; for the demo's traveller, when it would have gone out by itself."""
        return max(row.due_at, self.now) if self.as_of else self.now
