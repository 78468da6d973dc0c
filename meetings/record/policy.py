"""Who may read decisions, actions and records, and who may do what with them."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from councils.by_name import appointments
from meetings.agenda.choices import TOLD_TO_MEMBERS
from meetings.meeting.policy import announced, sits_at
from rec_portal.foundation.authority import NOBODY, Access
from rec_portal.foundation.policy import Holds, Own, Rule, Where, define
from rec_portal.foundation.prepared import PreparedQuery


class FillsSeat(Rule):
    """The person fills, now, the seat that the row names."""

    def rows(self, access: Access) -> Q:
        return Q(seat__in=appointments().current().filter(person=access.user.pk).values("seat"))

    def users(self, row: Model) -> Q:
        return Q(pk__in=appointments().current().filter(seat=row.seat_id).values("person"))  # type: ignore[attr-defined]


_WITH_THE_ROWS = "seats are asked with the rows"


def ask_seats_with_rows(user: Any) -> None:
    """For a page that finds actions by something better than where they lie, for the rest of its request."""
    Access.of(user).resolved[_WITH_THE_ROWS] = frozenset()


class ActsForOwner(Rule):
    """The person sits, now, in the row's body for the organisation that the row names.

    Where a person sits is asked once for a request and used literally, so that an index finds the rows. Of the few
    rows that hang on one meeting, or that a search finds by words, it is asked with them, which saves that query.
    """

    def __init__(self) -> None:
        self._seats = PreparedQuery(self._seats_of)

    def rows(self, access: Access) -> Q:
        if _WITH_THE_ROWS in access.resolved:
            return self._sits_for_owner(access)
        key = "seats of the person"
        if key not in access.resolved:
            access.resolved[key] = frozenset(self._seats.rows(person=access.user.pk, now=timezone.now()))
        places = [Q(body=body, organisation=organisation) for body, organisation in sorted(access.resolved[key])]
        return reduce(or_, places) if places else NOBODY

    def within(self, access: Access, at: str, row: Model) -> Q:
        return self._sits_for_owner(access)

    @staticmethod
    def _sits_for_owner(access: Access) -> Q:
        sitting = appointments().current().filter(person=access.user.pk)
        return Q(Exists(sitting.filter(seat__body=OuterRef("body"), seat__organisation=OuterRef("organisation"))))

    @staticmethod
    def _seats_of(person: int, now: datetime) -> Any:
        terms = appointments().on(now).filter(person=person)
        return terms.values_list("seat__body_id", "seat__organisation_id").distinct()

    def users(self, row: Any) -> Q:
        sitting = appointments().current().filter(seat__body=row.body_id, seat__organisation=row.organisation_id)
        return Q(pk__in=sitting.values("person"))


_runs = Holds("run_body", "body") | Holds("run_body", "meeting__body")
_sits = Holds("see_body", "body") | sits_at("meeting")
_known = announced("meeting")
# What came of a closed item stays with those who run the body, and with whoever is to act on it; what came of a
# restricted one with those who may read the item.
_told = Where(agenda_item__isnull=True) | (
    Where(agenda_item__attribution__in=TOLD_TO_MEMBERS)
    & (Where(agenda_item__restricted=False) | Holds("decide_body", "meeting__body"))
)

define("meetings.Decision", see=_runs | (_known & _told & _sits), run=_runs)
define(
    "meetings.ActionItem",
    see=_runs | Own("owner") | ActsForOwner() | (_known & _told & _sits),
    run=_runs,
    report=_runs | Own("owner") | ActsForOwner(),
    own=Own("owner") | ActsForOwner(),
)
define(
    "meetings.Minutes",
    see=Holds("run_body", "meeting__body") | (Where(circulated_at__isnull=False) & sits_at("meeting")),
    run=Holds("run_body", "meeting__body"),
)
define(
    "meetings.Correction",
    # A seat's own, whoever holds it now; the others read the text that came of it.
    see=Holds("run_body", "minutes__meeting__body") | Own("person") | FillsSeat(),
    run=Holds("run_body", "minutes__meeting__body"),
)
define(
    "meetings.Corrigendum",
    see=Holds("run_body", "minutes__meeting__body") | sits_at("minutes__meeting"),
    run=Holds("run_body", "minutes__meeting__body"),
)
