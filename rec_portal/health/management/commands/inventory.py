import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rec_portal.health import inventory


class Command(BaseCommand):
    help = (
        "Prints one line with what a backup must bring back. With --compare: whether this portal, restored, is what "
        "was saved between two such lines: rows of each table, the history and its chain, the hash of every file."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--compare", type=Path, help="a file with the line before the backup, and the one after")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compare"] is None:
            self.stdout.write(json.dumps(inventory.taken(), sort_keys=True))
            return
        first, last = _read(options["compare"])
        found = list(inventory.differences(first, last))
        if found:
            raise CommandError("This is not what was saved:\n" + "\n".join(found))
        rows = sum(last["tables"].values())
        self.stdout.write(
            f"{rows} rows in {len(last['tables'])} tables, the history and all files are as they were saved."
        )


def _read(path: Path) -> tuple[inventory.Inventory, inventory.Inventory]:
    try:
        lines = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
        for line in lines:
            line["tables"].values(), line["last"], line["hash"]
        return lines[0], lines[-1]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CommandError(f"{path} has no lines that this command printed.") from error
