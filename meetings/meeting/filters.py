"""Narrowing the list of meetings."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from councils.bodies.models import Body

UPCOMING, PAST, OPEN = "upcoming", "past", "open"
TABS = (UPCOMING, PAST, OPEN)


@dataclass(frozen=True)
class MeetingFilter:
    """What the address asks for; a value that cannot be read narrows nothing.

    No Django form: the list is opened more often than any other page, and a form costs as much as ten of its rows.
    """

    tab: str
    bodies: dict[str, Body]
    chosen_body: Body | None
    only_mine: bool

    @classmethod
    def read(cls, query: QueryDict, bodies: Iterable[Body]) -> "MeetingFilter":
        by_slug = {body.slug: body for body in bodies}
        tab = query.get("when", "")
        return cls(tab if tab in TABS else UPCOMING, by_slug, by_slug.get(query.get("body", "")), "mine" in query)
