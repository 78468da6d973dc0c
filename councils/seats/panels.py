"""On the pages of organisations: their seats and who fills them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from councils.bodies.models import Body
from councils.organisations.models import Organisation
from councils.organisations.tables import bodies_with_a_seat
from councils.seats.tables.organisations import bodies_of, seats_of
from rec_portal.foundation import panels


@bodies_with_a_seat.register()
def bodies_in_lists(organisations: Sequence[Organisation], reader: Any) -> dict[int, list[Body]]:
    return bodies_of(organisations, reader)


def _seats(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    return {"seats": seats_of(organisation, request.user, timezone.now())}


panels.register("organisation", panels.Panel(10, "councils/seats/_panel_seats.html", _seats))
