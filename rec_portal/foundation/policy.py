"""Who may do what: one rule per model and action, read in both directions.

A rule is built from small parts (`Holds`, `Where`, `Own`, `SignedIn`) joined by `&` and `|`. The same rule answers
  can(user, action, row)       may she?            - a check
  allowed(user, action, rows)  what may she see?   - a list, count, search, feed, export
  users_who_can(action, row)   who may?            - a mail's recipients, "who sees this"
so that a check and a list can never disagree. Authority is read from grants once per user object (`Access`), and rules
turn the granted ids into literal conditions: measured far cheaper on large tables than a sub-query in an OR.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Case, Model, Q, QuerySet, Value, When

from rec_portal.foundation.prepared import PreparedQuery

Rows = TypeVar("Rows", bound=QuerySet)

NOBODY = Q(pk__in=())
EVERYBODY = Q(pk__isnull=False)


class GrantSource(Protocol):
    """Where grants on one kind of root live (councils: Body). `permissions` are the codenames it answers for."""

    permissions: frozenset[str]

    def of_user(self, user: Any) -> Iterable[tuple[str, int]]:
        """(codename, root id) pairs that hold for the user right now."""

    def holders(self, permission: str, roots: Iterable[int] | None) -> Q:
        """A condition over users: those who hold `permission` on any of `roots` (None: on any at all) right now."""


_sources: list[GrantSource] = []
_rules: dict[tuple[str, str], "Rule"] = {}


def register_source(source: GrantSource) -> None:
    _sources.append(source)


def define(model_label: str, **rules: "Rule") -> None:
    """Declares the rules of a model, one per action: `define("meetings.Meeting", see=..., run=...)`."""
    for action, rule in rules.items():
        _rules[model_label.lower(), action] = rule


def defined() -> dict[tuple[str, str], "Rule"]:
    """Every rule by (model label, action), for the permission matrix and its tests."""
    return dict(_rules)


class Access:
    """What one person's grants amount to, resolved to ids. Kept on the user object for one request."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.alive = bool(user is not None and user.is_authenticated and user.is_active)
        self._ids: dict[str, set[int]] = defaultdict(set)
        self.resolved: dict[Any, frozenset[int]] = {}
        if self.alive:
            for source in _sources:
                for permission, root in source.of_user(user):
                    self._ids[permission].add(root)

    def ids(self, permission: str) -> frozenset[int]:
        return frozenset(self._ids.get(permission, ()))

    def holds(self, permission: str) -> bool:
        """Whether the person holds `permission` on anything at all, e.g. to show a menu entry."""
        return permission in self._ids

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


class Rule:
    def rows(self, access: Access) -> Q:
        raise NotImplementedError

    def users(self, row: Model) -> Q:
        raise NotImplementedError

    def __and__(self, other: "Rule") -> "Rule":
        return _All(self, other)

    def __or__(self, other: "Rule") -> "Rule":
        return _Any(self, other)


class _All(Rule):
    def __init__(self, *parts: Rule) -> None:
        self.parts = parts

    def rows(self, access: Access) -> Q:
        return _join(Q.AND, [part.rows(access) for part in self.parts])

    def users(self, row: Model) -> Q:
        return _join(Q.AND, [part.users(row) for part in self.parts])


class _Any(Rule):
    def __init__(self, *parts: Rule) -> None:
        self.parts = parts

    def rows(self, access: Access) -> Q:
        return _join(Q.OR, [part.rows(access) for part in self.parts])

    def users(self, row: Model) -> Q:
        return _join(Q.OR, [part.users(row) for part in self.parts])


def _join(connector: str, conditions: list[Q]) -> Q:
    """Joins while simplifying, so that the database never sees "nothing OR x" or "everything AND x"."""
    absorbing, neutral = (NOBODY, EVERYBODY) if connector == Q.AND else (EVERYBODY, NOBODY)
    if absorbing in conditions:
        return absorbing
    kept = [condition for condition in conditions if condition != neutral]
    if not kept:
        return neutral
    joined = kept[0]
    for condition in kept[1:]:
        joined = joined & condition if connector == Q.AND else joined | condition
    return joined


class Holds(Rule):
    """Holds a permission on the root found at `path`: "" when the row is the root, else "body" or "meeting__body"."""

    def __init__(self, permission: str, path: str = "") -> None:
        self.permission = permission
        self.path = path

    def rows(self, access: Access) -> Q:
        ids = access.ids(self.permission)
        return Q(**{f"{self.path or 'pk'}__in": sorted(ids)}) if ids else NOBODY

    def users(self, row: Model) -> Q:
        root = _root_id(row, self.path)
        return NOBODY if root is None else holders(self.permission, [root])


class HoldsThrough(Rule):
    """Holds a permission on a further root that a joining table ties to the row (a joint meeting's other bodies).

    `path` leads from a row that hangs on the joined one to it ("meeting"). The joined rows are few by nature, so their
    ids are resolved once per request and used literally.
    """

    def __init__(self, permission: str, link: Any, row_field: str, root_field: str, path: str = "") -> None:
        self.permission, self.link, self.row_field, self.root_field = permission, link, row_field, root_field
        self.path = path
        self._joined = PreparedQuery(self._rows_joined_to)

    def _rows_joined_to(self, roots: list[int]) -> QuerySet:
        links = self.link()._base_manager.filter(**{f"{self.root_field}__in": roots})
        return links.values_list(f"{self.row_field}_id").distinct()

    def rows(self, access: Access) -> Q:
        roots = access.ids(self.permission)
        if not roots:
            return NOBODY
        # By the table, not by who names it: rules of several rooms share one answer.
        key = (self.link(), self.row_field, self.root_field, self.permission)
        if key not in access.resolved:
            access.resolved[key] = frozenset(row for (row,) in self._joined.rows(roots=sorted(roots)))
        ids = access.resolved[key]
        return Q(**{f"{self.path or 'pk'}__in": sorted(ids)}) if ids else NOBODY

    def users(self, row: Model) -> Q:
        links = self.link()._base_manager.filter(**{self.row_field: _root_id(row, self.path)})
        roots = list(links.values_list(f"{self.root_field}_id", flat=True))
        return holders(self.permission, roots) if roots else NOBODY


class Where(Rule):
    """A condition on the row itself, whoever asks."""

    def __init__(self, **conditions: Any) -> None:
        self.conditions = conditions

    def rows(self, access: Access) -> Q:
        return Q(**self.conditions)

    def users(self, row: Model) -> Q:
        matches = type(row)._base_manager.filter(pk=row.pk, **self.conditions).exists()
        return EVERYBODY if matches else NOBODY


class Own(Rule):
    """The row belongs to the person: `path` leads to a user ("" when the row is the person)."""

    def __init__(self, path: str = "") -> None:
        self.path = path

    def rows(self, access: Access) -> Q:
        return Q(**{self.path or "pk": access.user.pk})

    def users(self, row: Model) -> Q:
        return Q(pk=_root_id(row, self.path))


class HoldsAnywhere(Rule):
    """Holds a permission on any root at all: for rows that belong to no body, such as the list of organisations."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    def rows(self, access: Access) -> Q:
        return EVERYBODY if access.holds(self.permission) else NOBODY

    def users(self, row: Model) -> Q:
        return holders(self.permission, None)


class SignedIn(Rule):
    def rows(self, access: Access) -> Q:
        return EVERYBODY

    def users(self, row: Model) -> Q:
        return EVERYBODY


def holders(permission: str, roots: Iterable[int] | None) -> Q:
    """A condition over users who hold `permission` on any of `roots`; None means on any root at all."""
    conditions = [source.holders(permission, roots) for source in _sources if permission in source.permissions]
    return _join(Q.OR, conditions)


def _root_id(row: Model, path: str) -> int | None:
    if not path:
        return row.pk
    *steps, last = path.split("__")
    current: Any = row
    for step in steps:
        current = getattr(current, step)
        if current is None:
            return None
    field = current._meta.get_field(last)
    return getattr(current, field.attname)


def rule_of(model: type[Model], action: str) -> Rule:
    """The rule of a model and action; a missing one is a programming error, never a yes."""
    return _rules[model._meta.label_lower, action]


def allowed(user: Any, action: str, rows: Rows) -> Rows:
    access = Access.of(user)
    if not access.alive:
        return rows.none()
    return rows.filter(rule_of(rows.model, action).rows(access))


def can(user: Any, action: str, row: Model) -> bool:
    """Asks the database about the row as it is now, inside a transaction too, so a just-made change counts."""
    return allowed(user, action, type(row)._base_manager.filter(pk=row.pk)).exists()


def powers(user: Any, row: Model, *actions: str) -> frozenset[str]:
    """Those of `actions` that the person may do on a row at hand, asked in one query."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    for action in actions:
        rows = marked(user, action, rows)
    found = rows.values(*(f"may_{action}" for action in actions))
    return frozenset(action for action in actions if any(answer[f"may_{action}"] for answer in found))


def marked(user: Any, action: str, rows: QuerySet) -> QuerySet:
    """`rows`, each with `may_<action>`: may the person do it? Asked with the rows, at the cost of no further query."""
    access = Access.of(user)
    condition = rule_of(rows.model, action).rows(access) if access.alive else NOBODY
    return rows.annotate(**{f"may_{action}": Case(When(condition, then=Value(True)), default=Value(False))})


def may_everywhere(user: Any, action: str, model: type[Model]) -> bool:
    """For adding a row that hangs on no root (an organisation): may the person do `action` on every row there is?"""
    access = Access.of(user)
    return access.alive and rule_of(model, action).rows(access) == EVERYBODY


def may_anywhere(user: Any, action: str, model: type[Model]) -> bool:
    """Whether asking for rows makes sense: False where the rule leaves none to this person, whatever rows there are."""
    access = Access.of(user)
    return access.alive and rule_of(model, action).rows(access) != NOBODY


def users_who_can(action: str, row: Model) -> QuerySet:
    people = get_user_model()._base_manager.filter(is_active=True)
    return people.filter(rule_of(type(row), action).users(row))


def may_start(user: Any, permission: str, root: Model) -> bool:
    """For creating below a root that exists (a meeting of a body): does the person hold `permission` on it?"""
    access = Access.of(user)
    return access.alive and root.pk in access.ids(permission)
