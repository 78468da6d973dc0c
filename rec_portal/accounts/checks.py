"""What must never be so in production."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register


@register(Tags.security, deploy=True)
def demo_switches_are_off(app_configs: Any, **options: Any) -> list[Error]:
    switches = ("OUTBOX_KEEP_SECRET_LINKS", "OUTBOX_TIME_TRAVEL")
    errors = [
        Error(f"{name} is for the demo only.", id="portal.E001") for name in switches if getattr(settings, name, False)
    ]
    if not settings.SECOND_FACTOR_REQUIRED:
        errors.append(Error("SECOND_FACTOR_REQUIRED must be on in production.", id="portal.E002"))
    return errors
