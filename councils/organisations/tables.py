"""Organisations as lines of a list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from councils.organisations.models import Organisation
from rec_portal.foundation.hooks import Hook

# Called with (organisations, reader): by organisation, the bodies in which it has a seat.
bodies_with_a_seat = Hook("bodies in which organisations have seats")


@dataclass
class OrganisationLine:
    organisation: Organisation
    bodies: list[Any] = field(default_factory=list)


def organisation_lines(organisations: Sequence[Organisation], reader: Any) -> list[OrganisationLine]:
    lines = {organisation.pk: OrganisationLine(organisation) for organisation in organisations}
    for answer in bodies_with_a_seat(organisations, reader):
        for key, bodies in answer.items():
            lines[key].bodies += bodies
    return list(lines.values())
