from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rec_portal.foundation.refusals import Refusal
from rec_portal.seeds.scale.load import load


class Command(BaseCommand):
    help = "Loads a large deterministic data set for measurements, on a PostgreSQL database of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--councils", type=int, default=4)
        parser.add_argument("--meetings", type=int, default=1_000)
        parser.add_argument("--people", type=int, default=500)
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            default=datetime.now(UTC).date(),
            help="The day that past and future meetings are counted from (default: today).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["councils"] < 1 or options["people"] < 1 or options["meetings"] < 0:
            raise CommandError("At least one council and one person are needed.")
        try:
            added = load(
                councils_wanted=options["councils"],
                meetings_wanted=options["meetings"],
                people_wanted=options["people"],
                today=options["as_of"],
            )
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"Added {added:,} meetings.")
