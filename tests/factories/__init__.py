"""Neutral rows for tests, made through the portal's own services wherever one exists."""

from tests.factories.councils import appoint, make_body, make_council, make_organisation, make_person, make_seat
from tests.factories.meetings import in_days, make_meeting, secretary_of

__all__ = [
    "appoint",
    "in_days",
    "make_body",
    "make_council",
    "make_meeting",
    "make_organisation",
    "make_person",
    "make_seat",
    "secretary_of",
]
