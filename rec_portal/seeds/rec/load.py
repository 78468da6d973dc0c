"""The first data set: the Council as docs and reports describe it. Loading it again changes nothing."""

from django.db import transaction

from councils.bodies.models import Body
from rec_portal.seeds.rec import bodies, meetings, organisations, records


@transaction.atomic
def load() -> dict[str, Body]:
    """Returns the Council's bodies by address."""
    loaded = bodies.load(organisations.load())
    meetings.load(loaded)
    records.load(loaded)
    return loaded
