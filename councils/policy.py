"""Who may do what with bodies, organisations, seats, appointments and people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, Exists, Model, OuterRef, Q, Value
from django.utils import timezone

from councils.choices import SeatKind
from councils.grants import PERMISSIONS
from councils.terms import term_covers
from rec_portal.foundation.authority import NOBODY, Access, holders, register_source
from rec_portal.foundation.policy import Holds, HoldsAnywhere, Own, Rule, Where, define
from rec_portal.foundation.prepared import PreparedQuery

# Beside what was granted: that something on this body was granted by hand, so that what an office brings along (a seat)
# may be missing. No permission of its own, and no rule asks for it.
BY_HAND = "by_hand"


class BodyGrants:
    """Grants on bodies: by office through guardian groups, and by hand. The clock is asked each time."""

    permissions = frozenset(codename for codename, _ in PERMISSIONS)

    def __init__(self) -> None:
        self._of_user = PreparedQuery(self._grants_of)
        self._holding = PreparedQuery(self._holders_among)

    def of_user(self, user: Any) -> Iterable[tuple[str, int]]:
        return self._of_user.rows(user=user.pk, now=timezone.now())

    def _grants_of(self, user: int, now: datetime) -> Any:
        groups = self._in_office(now).filter(user=user).values("group")
        by_office = self._group_grants().filter(group__in=groups)
        by_hand = self._hand_grants(now).filter(user=user)
        pair = ("permission__codename", "content_object_id")
        marks = by_hand.values_list(Value(BY_HAND, output_field=CharField()), "content_object_id")
        return by_office.values_list(*pair).union(by_hand.values_list(*pair), marks)

    def holders(self, permission: str, roots: Iterable[int] | None) -> Q:
        by_office = self._group_grants().filter(permission__codename=permission)
        now = timezone.now()
        by_hand = self._hand_grants(now).filter(permission__codename=permission)
        if roots is not None:
            roots = list(roots)
            by_office = by_office.filter(content_object__in=roots)
            by_hand = by_hand.filter(content_object__in=roots)
        in_office = self._in_office(now).filter(group__in=by_office.values("group"))
        # Asked person by person, so that a mail's next hundred recipients cost a hundred probes of an index, however
        # many others may as well. Said as a range: of an equation PostgreSQL would first gather everybody.
        person = OuterRef("pk")
        return Q(Exists(in_office.filter(user__gte=person, user__lte=person))) | Q(Exists(by_hand.filter(user=person)))

    def holding(self, permission: str, roots: list[int], people: list[int]) -> Iterable[int]:
        wanted = {"permission": permission, "roots": roots, "people": people}
        return [person for (person,) in self._holding.rows(**wanted, now=timezone.now())]

    def _holders_among(self, permission: str, roots: list[int], people: list[int], now: datetime) -> Any:
        on_roots = {"permission__codename": permission, "content_object__in": roots}
        groups = self._group_grants().filter(**on_roots).values("group")
        by_office = self._in_office(now).filter(group__in=groups, user__pk__one_of=people)
        by_hand = self._hand_grants(now).filter(**on_roots, user__pk__one_of=people)
        return by_office.values_list("user").union(by_hand.values_list("user"))

    @staticmethod
    def _group_grants() -> Any:
        return apps.get_model("councils", "BodyGroupGrant").objects.all()

    @staticmethod
    def _in_office(now: datetime) -> Any:
        """Memberships of office groups, only where the person's appointment to that office holds at that instant."""
        appointments = apps.get_model("councils", "Appointment").objects.filter(
            term_covers(now),
            seat__body=OuterRef("group__office__body"),
            office=OuterRef("group__office__office"),
            person=OuterRef("user"),
        )
        return get_user_model().groups.through.objects.filter(Exists(appointments))

    @staticmethod
    def _hand_grants(now: datetime) -> Any:
        return apps.get_model("councils", "BodyUserGrant").objects.filter(expires_at__gt=now)


class SitsWhere(Rule):
    """The row is a person who sits, now, in a body on which the reader holds `permission`."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    def rows(self, access: Access) -> Q:
        bodies = access.ids(self.permission)
        if not bodies:
            return NOBODY
        sitting = apps.get_model("councils", "Appointment").objects.current()
        return Q(pk__in=sitting.filter(seat__body__in=sorted(bodies)).values("person"))

    def users(self, row: Model) -> Q:
        sitting = apps.get_model("councils", "Appointment").objects.current()
        bodies = list(sitting.filter(person=row.pk).values_list("seat__body", flat=True))
        return holders(self.permission, bodies) if bodies else NOBODY


class Sits(Rule):
    """The person fills, now, a seat of one of `kinds` (councils.choices.SeatKind) in the body found at `path`."""

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
        return apps.get_model("councils", "Appointment").objects.current().filter(seat__kind__in=self.kinds)


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
        return apps.get_model("councils", "Appointment").objects.between(now, None), BodyGrants._hand_grants(now)


register_source(BodyGrants())

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
define("councils.Organisation", see=HoldsAnywhere("list_body"), edit=HoldsAnywhere("administer_body"))
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
