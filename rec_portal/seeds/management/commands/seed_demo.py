from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rec_portal.seeds.demo.load import load


class Command(BaseCommand):
    help = "Adds invented people and meetings to the Council. Only under the demo settings; repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.OUTBOX_TIME_TRAVEL:
            raise CommandError("Demo people have a known passphrase: this runs under rec_portal.settings.demo only.")
        load(settings.DEMO_PASSPHRASE)  # type: ignore[misc]
        self.stdout.write("The demo people and meetings are there.")
