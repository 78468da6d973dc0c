"""Sends what is due: claims rows, asks again, hands over, marks. Safe with any number of workers at once.

The promise: no message is lost, and no more extra copies go out than workers die between handing over and marking;
such a copy carries the same Message-ID. Therefore each row is marked right after its own letter, before the next one.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rec_portal.outbox import outcome as outcomes
from rec_portal.outbox.claim import Claim, give_back, look_again, take
from rec_portal.outbox.clock import database_now
from rec_portal.outbox.courier import Courier
from rec_portal.outbox.desk import Desk
from rec_portal.outbox.keeping import Keeper
from rec_portal.outbox.marking import mark
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import Clock
from rec_portal.outbox.outcome import Outcome

logger = logging.getLogger(__name__)

BATCH, SMALLEST_BATCH = 100, 10
# Short, so that a worker which is asked to stop has soon finished; whoever rang rings again when more is due.
LONGEST_DRAIN = 10.0
# How old, in seconds, the knowledge about a message may be when it is sent.
FRESH_FOR = 1.0
# Of that time; the rest is for the letters that take longer than those before them.
SAFELY = 0.75


@dataclass
class Tally:
    """How many messages went which way; `lost` were taken by somebody else meanwhile. `more`: time ran out first."""

    deliver: int = 0
    skip: int = 0
    postpone: int = 0
    bury: int = 0
    lost: int = 0
    more: bool = False

    @property
    def handled(self) -> int:
        return self.deliver + self.skip + self.postpone + self.bury


def drain(
    *,
    clock: Clock = database_now,
    as_of: datetime | None = None,
    seconds: float = LONGEST_DRAIN,
    size: int = BATCH,
    on_backlog: Callable[[], Any] | None = None,
) -> Tally:
    """Sends what is due at `as_of` (now, unless the demo travels through time), for at most about `seconds`.

    Leases and pauses always follow `clock`. `on_backlog` is called once, when there is more than one batch to do.
    Ends early when the mail server cannot be reached, since no other message would fare better.
    """
    tally, courier, keeper, ends = Tally(), Courier(), Keeper(), time.monotonic() + seconds
    most, left_behind = size, True
    try:
        while not tally.more:
            claim = take(clock, as_of=as_of, size=size, left_behind=left_behind)
            if not claim.rows:
                break
            # A drain is short against a lease: what nobody had left behind at its start can wait for the next one.
            left_behind = claim.taken_over
            if len(claim.rows) == size and on_backlog is not None:
                on_backlog()
                on_backlog = None
            began = time.monotonic()
            if Round(claim, courier, keeper, clock, as_of, tally).run(ends).server_away:
                break
            size = min(most, _sent_while_fresh(len(claim.rows), time.monotonic() - began))
    finally:
        courier.close()
    return tally


def _sent_while_fresh(rows: int, seconds: float) -> int:
    """How many rows to take next: what is known of the last ones should not be too old to use when their turn comes."""
    return max(SMALLEST_BATCH, int(SAFELY * FRESH_FOR * rows / seconds)) if seconds else BATCH


class Round:
    """One claim, from its first row to its last."""

    def __init__(
        self, claim: Claim, courier: Courier, keeper: Keeper, clock: Clock, as_of: datetime | None, tally: Tally
    ) -> None:
        self.claim, self.courier, self.keeper, self.tally = claim, courier, keeper, tally
        self.clock, self.desk = clock, Desk(keeper, as_of)
        self.server_away = False
        self._read()

    def run(self, ends: float) -> "Round":
        while self.todo:
            if time.monotonic() >= ends:
                self.tally.more = True
                give_back(self.claim, [row.pk for row in self.todo])
                break
            away = self.courier.open()
            if self.claim.age > FRESH_FOR:
                self._look_again()
            if away:
                self._postpone_all(away)
            elif self.todo:
                row = self.todo.popleft()
                outcome, kept = self._try(row)
                verb = mark(self.claim, row, outcome, kept)
                self._count(verb)
                if verb == "postpone" and kept:
                    self.keeper.let_go(kept)
                if outcome.address_refused and self.todo:
                    self._look_again()  # there may be more for the same person
        self.desk.clear()
        return self

    def _postpone_all(self, away: Outcome) -> None:
        """Asking a server that is away again for each message would only keep the others waiting."""
        self.server_away = True
        while self.todo:
            self._count(mark(self.claim, self.todo.popleft(), away, {}))

    def _read(self) -> None:
        self.todo = deque(self.claim.rows)
        self.desk.lay_out(self.claim.rows, self.claim.now)

    def _look_again(self) -> None:
        before = len(self.todo)
        look_again(self.claim, [row.pk for row in self.todo], self.clock)
        self._read()
        self.tally.lost += before - len(self.todo)

    def _try(self, row: OutboxMessage) -> tuple[Outcome, dict[str, Any]]:
        """What became of the row, and what is to be kept of its letter."""
        written = self.desk.write(row)
        if isinstance(written.result, Outcome):
            return written.result, written.kept
        try:
            return self.courier.send(written.result, meanwhile=self._write_ahead), written.kept
        except Exception as error:
            logger.exception("Message %s could not be sent.", row.public_id)
            return outcomes.of_fault(error), written.kept

    def _write_ahead(self) -> None:
        if self.todo:
            self.desk.write_ahead(self.todo[0])

    def _count(self, verb: str | None) -> None:
        name = verb or "lost"
        setattr(self.tally, name, getattr(self.tally, name) + 1)
