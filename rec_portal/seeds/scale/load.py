"""The large data set: all of it on an empty database, or more meetings on top of an earlier loading."""

from datetime import date

from django.apps import apps
from django.db import connection, transaction

from councils.bodies.models import Body
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation.refusals import Refusal
from rec_portal.seeds.scale import councils, meetings


@transaction.atomic
def load(*, councils_wanted: int, meetings_wanted: int, people_wanted: int, today: date) -> int:
    """Returns how many meetings were added. Raises Refusal where anything else than its own rows would be touched."""
    if connection.vendor != "postgresql":
        raise Refusal("Measurements are made on PostgreSQL; this data set is made inside it.")
    _insist_on_no_strangers()
    if Body.objects.exists():
        _insist_on_same_size(councils_wanted, people_wanted)
    else:
        councils.load(councils_wanted, people_wanted)
    present = Meeting.objects.count()
    if present < meetings_wanted:
        meetings.load(present, meetings_wanted, today)
        _analyse()
    return max(0, meetings_wanted - present)


def _insist_on_no_strangers() -> None:
    strangers = User.objects.exclude(email__endswith=f"@{councils.DOMAIN}").exists()
    if strangers or Body.objects.exclude(slug__startswith="scale-").exists():
        raise Refusal("This database holds other data. Measure on one of its own.")


def _insist_on_same_size(councils_wanted: int, people_wanted: int) -> None:
    bodies = Body.objects.councils().count()
    people = User.objects.filter(email__startswith="member").count()
    if (bodies, people) != (councils_wanted, people_wanted):
        raise Refusal(
            f"There are {bodies} councils and {people} people already; only meetings can be added."
            " Begin with an empty database for another size."
        )


def _analyse() -> None:
    """So that the first measurement is not planned on the statistics of an empty table. History is read by few pages
    and dear to look through."""
    tables = [model._meta.db_table for model in apps.get_models() if not hasattr(model, "history_object")]
    with connection.cursor() as cursor:
        # Rows made by a rule are alike: a quarter of the usual sample tells as much.
        cursor.execute("SET LOCAL default_statistics_target = 25")
        cursor.execute(f"ANALYZE {', '.join(tables)}")
