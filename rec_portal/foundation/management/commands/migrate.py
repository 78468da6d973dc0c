"""Django's own `migrate`, which does not wait for a lock for ever.

A migration that waits for a table makes everybody wait who comes after it, readers too: one long report and the portal
stands still. So it gives up soon and is run again.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

LOCK_NOT_AVAILABLE = "55P03"


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            super().handle(*args, **options)
            return
        patience = settings.MIGRATION_LOCK_TIMEOUT_SECONDS
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{patience}s"])
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                raise
            raise CommandError(
                f"Somebody else has held a table for {patience} seconds, so this migration gave up; the ones before it "
                "are done. Run the command again, when less goes on if need be."
            ) from error
        finally:
            # The tests and the seeds go on with this connection.
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
