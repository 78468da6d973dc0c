"""Terms are typed as days in the body's zone and kept as instants."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from rec_portal.foundation import zones

# Days outside are typing errors; inside, every day is an instant in every zone.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def start_of(day: date, zone: str) -> datetime:
    """The first instant of a day there; where the clock skips midnight, the first one that exists."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(ZoneInfo("UTC"))


def end_of(day: date, zone: str) -> datetime:
    """The first instant after a day there."""
    return start_of(day + timedelta(days=1), zone)


def last_day(ends_at: datetime, zone: str) -> date:
    """The day on which a term that ends at `ends_at` was last held: the day before for an end at midnight."""
    return zones.local(ends_at - timedelta(microseconds=1), zone).date()


def day_of(instant: datetime, zone: str) -> date:
    return zones.local(instant, zone).date()


def term_covers(instant: datetime, path: str = "") -> Q:
    """The condition "the term holds at `instant`" over appointments reached by `path` ("appointments__")."""
    ends = Q(**{f"{path}ends_at__isnull": True}) | Q(**{f"{path}ends_at__gt": instant})
    return Q(**{f"{path}starts_at__lte": instant}) & ends
