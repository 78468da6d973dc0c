"""Days counted from the day of loading, on which somebody would hold a meeting."""

from datetime import date, timedelta

from django.utils import timezone

from rec_portal.foundation import zones

SATURDAY, WEEK = 5, 7


def workday(in_days: int, zone: str) -> date:
    """That many days from today in `zone` (before it where negative), or the Monday after where it is a weekend."""
    day = zones.local(timezone.now() + timedelta(days=in_days), zone).date()
    return day + timedelta(days=WEEK - day.weekday()) if day.weekday() >= SATURDAY else day
