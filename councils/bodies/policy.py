"""Who may do what with bodies, organisations, seats, appointments and people."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.utils import timezone

from councils.bodies.grants import PERMISSIONS
from councils.bodies.terms import term_covers
from councils.by_name import appointments, group_grants, hand_grants
from rec_portal.foundation.authority import register_source
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
        return group_grants()

    @staticmethod
    def _in_office(now: datetime) -> Any:
        """Memberships of office groups, only where the person's appointment to that office holds at that instant."""
        in_office = appointments().filter(
            term_covers(now),
            seat__body=OuterRef("group__office__body"),
            office=OuterRef("group__office__office"),
            person=OuterRef("user"),
        )
        return get_user_model().groups.through.objects.filter(Exists(in_office))

    @staticmethod
    def _hand_grants(now: datetime) -> Any:
        return hand_grants().filter(expires_at__gt=now)


register_source(BodyGrants())
