import logging
import os
import sys
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError

from rec_portal.foundation import context_ids
from rec_portal.outbox.dsn import LARGEST, NotAReport, read_report
from rec_portal.outbox.services.bounces import NotOurs, NotYet, take_bounce

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Reads one mail from standard input: the report of a mail server that a message did not arrive. "
        "Ends with 0 when it was taken in, 65 when it is something else (nothing changes), 75 when it should be "
        "brought again later."
    )
    # Started for each mail: what the checks look at does not change between two of them.
    requires_system_checks = []
    # For callers inside Python: a binary file to read instead.
    stealth_options = ("source",)

    def handle(self, *args: Any, **options: Any) -> None:
        channel = context_ids.channel.set("mail")
        try:
            done = take_bounce(report=read_report(_read(options.get("source") or sys.stdin.buffer)))
        except (NotAReport, NotOurs) as refusal:
            logger.warning("A mail that came back was not taken in: %s.", refusal)
            raise CommandError(f"Not taken in: {refusal}.", returncode=os.EX_DATAERR) from refusal
        except (NotYet, OperationalError, InterfaceError) as error:
            logger.warning("A mail that came back must be brought again: %s.", error)
            raise CommandError(f"Bring it again: {error}.", returncode=os.EX_TEMPFAIL) from error
        finally:
            context_ids.channel.reset(channel)
        self.stdout.write(done)


def _read(source: BinaryIO) -> bytes:
    """As much as a report may have and one byte more; the rest is read away, since a mail server takes a pipe that
    closes early for a failure."""
    content = source.read(LARGEST + 1)
    while source.read(LARGEST):
        pass
    return content
