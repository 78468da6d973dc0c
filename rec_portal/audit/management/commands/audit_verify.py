from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rec_portal.audit import chain
from rec_portal.audit.models import AuditEvent


class Command(BaseCommand):
    help = "Follows the history's chain and says where it is broken first; compares it to checkpoints kept elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("checkpoints", nargs="*", type=Path, help="files with lines of audit_checkpoint")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = chain.verify(AuditEvent.objects.order_by("id").iterator(chunk_size=2000))
        if verdict.broken_at is not None:
            raise CommandError(
                f"The chain is broken at event {verdict.broken_at}: {verdict.why}. "
                f"The {verdict.events} events before it fit together."
            )
        self.stdout.write(f"{verdict.events} events, the chain is whole.")
        for path in options["checkpoints"]:
            self._compare(path)

    def _compare(self, path: Path) -> None:
        lines = [line for line in path.read_text().splitlines() if line.strip()]
        for number, line in enumerate(lines, start=1):
            try:
                wrong = chain.check(line)
            except chain.BadCheckpoint as error:
                raise CommandError(f"{path}, line {number}: {error}") from error
            if wrong:
                raise CommandError(f"{path}, line {number}: {wrong}. The history was rewritten.")
        self.stdout.write(f"{path}: {len(lines)} checkpoints hold.")
