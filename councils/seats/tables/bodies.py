"""The tree of councils, each with its Executive Committee and groups, and what the reader is there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count

from councils.bodies.models import Body
from councils.seats.models import Appointment, Seat
from rec_portal.foundation import policy


@dataclass
class BodyLine:
    body: Body
    roles: list[str] = field(default_factory=list)
    vacant: int = 0


@dataclass
class CouncilLines:
    """`top` is None for a reader who knows a group but not its council."""

    top: BodyLine | None = None
    below: list[BodyLine] = field(default_factory=list)


def council_lines(reader: Any, now: datetime) -> list[CouncilLines]:
    roles = _roles_of(reader, now)
    vacant = _vacant_seats(reader, now)
    councils: dict[int, CouncilLines] = {}
    for body in Body.objects.visible_to(reader).order_by("order", "id"):
        line = BodyLine(body, roles.get(body.pk, []), vacant.get(body.pk, 0))
        lines = councils.setdefault(body.root_id, CouncilLines())
        if body.parent_id is None:
            lines.top = line
        else:
            lines.below.append(line)
    return [councils[key] for key in sorted(councils)]


def _roles_of(reader: Any, now: datetime) -> dict[int, list[str]]:
    """What the reader is in each body, as the words of their offices."""
    mine = Appointment.objects.visible_to(reader).on(now).filter(person=reader).select_related("seat__organisation")
    roles: dict[int, list[str]] = {}
    for appointment in mine.order_by("id"):
        words = f"{appointment.get_office_display()}, {appointment.seat.organisation}"
        roles.setdefault(appointment.seat.body_id, []).append(words)
    return roles


def _vacant_seats(reader: Any, now: datetime) -> dict[int, int]:
    """How many seats wait for somebody, in the bodies where the reader appoints."""
    bodies = policy.allowed(reader, "appoint", Body.objects.order_by())
    vacant = Seat.objects.visible_to(reader).vacant(now).filter(body__in=bodies)
    return dict(vacant.order_by().values("body").annotate(count=Count("pk")).values_list("body", "count"))
