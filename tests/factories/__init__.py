"""Neutral rows for tests, made through the portal's own services wherever one exists."""

from tests.factories.councils import appoint, make_body, make_council, make_organisation, make_person, make_seat

__all__ = ["appoint", "make_body", "make_council", "make_organisation", "make_person", "make_seat"]
