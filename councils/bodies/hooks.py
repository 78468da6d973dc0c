"""Bodies by name, for the rooms below that know them only as roots."""

from collections.abc import Collection
from typing import Any

from councils.bodies.models import Body
from rec_portal.foundation import roots


def _names(user: Any, ids: Collection[int]) -> dict[int, str]:
    bodies = Body.objects.visible_to(user).filter(pk__in=ids)
    return {body.pk: body.short_name for body in bodies.order_by("council_id", "order", "id")}


roots.register(_names)
