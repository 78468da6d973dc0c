"""When to try again after a failure, and when to stop trying."""

import random
from datetime import datetime, timedelta

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
# How often a message may be left behind by a worker that vanished before it is taken for the cause.
MOST_TAKEOVERS = 5


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after the `attempts`th failure; None when it was the last try.

    Up to a fifth is added, so that messages which failed together do not all come back in the same second.
    """
    if attempts > len(PAUSES):
        return None
    return now + PAUSES[attempts - 1] * random.uniform(1, 1.2)  # noqa: S311 - spreads load, guards nothing
