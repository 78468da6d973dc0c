from typing import Any

from django.core.management.base import BaseCommand

from rec_portal.audit import chain


class Command(BaseCommand):
    help = "Prints one signed line with the state of the history. Append it to a file kept on another machine."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(chain.checkpoint())
