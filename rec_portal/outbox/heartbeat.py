"""When the scheduler last ran. It goes through beat, broker and worker, so it stops when any of them does."""

from datetime import datetime, timedelta

from rec_portal.outbox.models import Heartbeat

SCHEDULER = "scheduler"
ALARM_AFTER = timedelta(minutes=3)


def note_tick(now: datetime, name: str = SCHEDULER) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def last_tick(name: str = SCHEDULER) -> datetime | None:
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()


def is_late(tick: datetime | None, now: datetime) -> bool:
    """Whether the scheduler has been silent for too long, or was never heard."""
    return tick is None or now - tick > ALARM_AFTER
