"""Who may do what with bodies, seats, appointments and people."""

from typing import Any

from django.db.models import Model, Q
from django.utils import timezone

from councils.bodies.choices import SeatKind
from councils.by_name import appointments, hand_grants
from rec_portal.foundation.authority import NOBODY, Access, holders
from rec_portal.foundation.policy import Holds, HoldsAnywhere, Own, Rule, Where, define


class SitsWhere(Rule):
    """The row is a person who sits, now, in a body on which the reader holds `permission`."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    def rows(self, access: Access) -> Q:
        bodies = access.ids(self.permission)
        if not bodies:
            return NOBODY
        sitting = appointments().current()
        return Q(pk__in=sitting.filter(seat__body__in=sorted(bodies)).values("person"))

    def users(self, row: Model) -> Q:
        sitting = appointments().current()
        bodies = list(sitting.filter(person=row.pk).values_list("seat__body", flat=True))
        return holders(self.permission, bodies) if bodies else NOBODY


class Sits(Rule):
    """The person fills, now, a seat of one of `kinds` (SeatKind) in the body found at `path`."""

    def __init__(self, *kinds: str, path: str = "") -> None:
        self.kinds, self.path = kinds, path

    def rows(self, access: Access) -> Q:
        bodies = self._terms().filter(person=access.user.pk).values("seat__body")
        return Q(**{f"{self.path or 'pk'}__in": bodies})

    def users(self, row: Model) -> Q:
        # The row's way to its body is asked of the database, as `Holds` does for grants.
        body = type(row)._base_manager.filter(pk=row.pk).values(self.path or "pk")
        return Q(pk__in=self._terms().filter(seat__body__in=body).values("person"))

    def _terms(self) -> Any:
        return appointments().current().filter(seat__kind__in=self.kinds)


class LooksAfter(Rule):
    """The row is a person none of whose seats and grants, now or to come, lies beyond the reader's `permission`.

    Who decides over a sign-in decides over all that it opens. So an administrator of one council, or of one group, has
    no say over somebody who also sits where that administrator looks after nothing.
    """

    def __init__(self, permission: str) -> None:
        self.permission = permission

    def rows(self, access: Access) -> Q:
        bodies = sorted(access.ids(self.permission))
        if not bodies:
            return NOBODY
        seats, grants = self._holdings()
        seats, grants = seats.exclude(seat__body__in=bodies), grants.exclude(content_object__in=bodies)
        return ~Q(pk__in=seats.values("person")) & ~Q(pk__in=grants.values("user"))

    def users(self, row: Model) -> Q:
        seats, grants = self._holdings()
        bodies = {*seats.filter(person=row.pk).values_list("seat__body", flat=True)}
        bodies |= {*grants.filter(user=row.pk).values_list("content_object", flat=True)}
        condition = holders(self.permission, None)
        for body in bodies:
            condition &= holders(self.permission, [body])
        return condition

    @staticmethod
    def _holdings() -> tuple[Any, Any]:
        now = timezone.now()
        return appointments().between(now, None), hand_grants().filter(expires_at__gt=now)


define(
    "councils.Body",
    see=Holds("list_body"),
    look_inside=Holds("see_body"),
    run=Holds("run_body"),
    # Whoever sits here may propose what the body talks about; observers where the body lets them.
    propose=Sits(SeatKind.DECIDING) | (Where(observers_propose=True) & Sits(SeatKind.OBSERVING)),
    appoint=Holds("appoint_body"),
    administer=Holds("administer_body"),
)


define("councils.Seat", see=Holds("list_body", "body"), appoint=Holds("appoint_body", "body"))


define(
    "councils.Appointment",
    see=Holds("see_body", "seat__body") | Own("person"),
    end=Holds("appoint_body", "seat__body"),
)


define(
    "accounts.User",
    see=Own() | SitsWhere("see_body") | HoldsAnywhere("administer_body"),
    edit=Own(),
    disable=LooksAfter("administer_body"),
    explain=LooksAfter("administer_body"),
    # Who works with a person reads the e-mail address; who merely sits beside them does not.
    contact=Own() | SitsWhere("run_body") | SitsWhere("appoint_body") | SitsWhere("administer_body"),
)
