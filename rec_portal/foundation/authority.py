"""What people's grants amount to, wherever they are kept: by person, and from the other side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from types import MappingProxyType
from typing import Any, Protocol

from django.db.models import Q

from rec_portal.foundation.prepared import filled_up

NOBODY = Q(pk__in=())
EVERYBODY = Q(pk__isnull=False)
# No conditions: among all rows.
ALL: Mapping[str, Any] = MappingProxyType({})


class GrantSource(Protocol):
    """Where grants on one kind of root live (councils: Body). `permissions` are the codenames it answers for."""

    permissions: frozenset[str]

    def of_user(self, user: Any) -> Iterable[tuple[str, int]]:
        """(codename, root id) pairs that hold for the user right now."""

    def holders(self, permission: str, roots: Iterable[int] | None) -> Q:
        """A condition over users: those who hold `permission` on any of `roots` (None: on any at all) right now."""

    def holding(self, permission: str, roots: list[int], people: list[int]) -> Iterable[int]:
        """The same of a few people, by key."""


_sources: list[GrantSource] = []


def register_source(source: GrantSource) -> None:
    _sources.append(source)


class Access:
    """What one person's grants amount to, resolved to ids. Kept on the user object for one request.

    `among` are conditions that the asker sets on the rows anyway: a rule need not look at any others.
    """

    among: Mapping[str, Any] = ALL

    def __init__(self, user: Any) -> None:
        self.user = user
        self.alive = bool(user is not None and user.is_authenticated and user.is_active)
        self._ids: dict[str, set[int]] = defaultdict(set)
        self.resolved: dict[Any, frozenset[Any]] = {}
        if self.alive:
            for source in _sources:
                for permission, root in source.of_user(user):
                    self._ids[permission].add(root)

    def ids(self, permission: str) -> frozenset[int]:
        return frozenset(self._ids.get(permission, ()))

    def holds(self, permission: str) -> bool:
        """Whether the person holds `permission` on anything at all, e.g. to show a menu entry."""
        return permission in self._ids

    def narrowed(self, among: Mapping[str, Any]) -> "Access":
        """The same for a question about fewer rows; what was found for all of them is not asked again."""
        narrowed = copy(self)
        narrowed.among = among
        return narrowed

    @classmethod
    def of(cls, user: Any) -> "Access":
        if user is None:
            return cls(None)
        access = user.__dict__.get("_access") if hasattr(user, "__dict__") else None
        if access is None:
            access = cls(user)
            if hasattr(user, "__dict__"):
                user.__dict__["_access"] = access
        return access

    @staticmethod
    def forget(user: Any) -> None:
        """After a grant changed in this process, so that the next question asks the database again."""
        user.__dict__.pop("_access", None)


def holders(permission: str, roots: Iterable[int] | None) -> Q:
    """A condition over users who hold `permission` on any of `roots`; None means on any root at all."""
    conditions = [source.holders(permission, roots) for source in _sources if permission in source.permissions]
    return join(Q.OR, conditions)


def holding(permission: str, roots: list[int], people: frozenset[int]) -> frozenset[int]:
    """The same of a few people, by key."""
    sources = [source for source in _sources if permission in source.permissions]
    return frozenset(person for source in sources for person in source.holding(permission, roots, filled_up(people)))


def join(connector: str, conditions: Iterable[Q]) -> Q:
    """Joins while simplifying, so that the database never sees "nothing OR x" or "everything AND x".

    Once the answer is known the rest is not asked for: a later part may cost a query of its own.
    """
    absorbing, neutral = (NOBODY, EVERYBODY) if connector == Q.AND else (EVERYBODY, NOBODY)
    joined = None
    for condition in conditions:
        if condition == absorbing:
            return absorbing
        if condition != neutral:
            joined = condition if joined is None else joined & condition if connector == Q.AND else joined | condition
    return neutral if joined is None else joined
