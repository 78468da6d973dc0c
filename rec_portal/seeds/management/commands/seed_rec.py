from typing import Any

from django.core.management.base import BaseCommand

from rec_portal.seeds.rec.load import load


class Command(BaseCommand):
    help = "Loads the Regional Expert Council: bodies, organisations, seats and the two meetings of 2024. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        bodies = load()
        self.stdout.write(f"The Council has {len(bodies)} bodies: {', '.join(bodies)}.")
