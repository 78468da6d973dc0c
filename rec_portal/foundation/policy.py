"""Who may do what: one rule per model and action, read in both directions.

A rule is built from small parts (`Holds`, `Where`, `Own`, `SignedIn`) joined by `&` and `|`. The same rule answers
  can(user, action, row)       may she?            - a check
  allowed(user, action, rows)  what may she see?   - a list, count, search, feed, export
  users_who_can(action, row)   who may?            - a mail's recipients, "who sees this"
so that a check and a list can never disagree. Authority is read from grants once per user object (`Access`), and rules
turn the granted ids into literal conditions: measured far cheaper on large tables than a sub-query in an OR.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db.models import Case, Model, Q, QuerySet, Value, When

from rec_portal.foundation.at_hand import answer, beyond, key_at, row_at, tied_to
from rec_portal.foundation.authority import ALL, EVERYBODY, NOBODY, Access, holders, holding, join
from rec_portal.foundation.prepared import PreparedQuery

Rows = TypeVar("Rows", bound=QuerySet)

_rules: dict[tuple[str, str], "Rule"] = {}


def define(model_label: str, **rules: "Rule") -> None:
    """Declares the rules of a model, one per action: `define("meetings.Meeting", see=..., run=...)`."""
    for action, rule in rules.items():
        _rules[model_label.lower(), action] = rule


def defined() -> dict[tuple[str, str], "Rule"]:
    """Every rule by (model label, action), for the permission matrix and its tests."""
    return dict(_rules)


class Rule:
    def rows(self, access: Access) -> Q:
        raise NotImplementedError

    def within(self, access: Access, at: str, row: Model) -> Q:
        """As `rows`, for those whose path `at` leads to `row` ("" where it is the row itself): what `row` answers need
        not be asked. What it cannot answer stays a condition."""
        return self.rows(access)

    def users(self, row: Model) -> Q:
        raise NotImplementedError

    def among(self, row: Model, people: frozenset[int]) -> frozenset[int]:
        """Of `people`, by key, those whom `users` names."""
        known = get_user_model()._base_manager.filter(self.users(row), pk__in=people)
        return frozenset(known.order_by().values_list("pk", flat=True))

    def __and__(self, other: "Rule") -> "Rule":
        return _All(self, other)

    def __or__(self, other: "Rule") -> "Rule":
        return _Any(self, other)


class _All(Rule):
    def __init__(self, *parts: Rule) -> None:
        self.parts = parts

    def rows(self, access: Access) -> Q:
        return join(Q.AND, (part.rows(access) for part in self.parts))

    def within(self, access: Access, at: str, row: Model) -> Q:
        return join(Q.AND, (part.within(access, at, row) for part in self.parts))

    def users(self, row: Model) -> Q:
        return join(Q.AND, (part.users(row) for part in self.parts))

    def among(self, row: Model, people: frozenset[int]) -> frozenset[int]:
        for part in self.parts:
            people = part.among(row, people) if people else people
        return people


class _Any(Rule):
    def __init__(self, *parts: Rule) -> None:
        self.parts = parts

    def rows(self, access: Access) -> Q:
        return join(Q.OR, (part.rows(access) for part in self.parts))

    def within(self, access: Access, at: str, row: Model) -> Q:
        return join(Q.OR, (part.within(access, at, row) for part in self.parts))

    def users(self, row: Model) -> Q:
        return join(Q.OR, (part.users(row) for part in self.parts))

    def among(self, row: Model, people: frozenset[int]) -> frozenset[int]:
        found: frozenset[int] = frozenset()
        for part in self.parts:
            rest = people - found
            found |= part.among(row, rest) if rest else rest
        return found


class Holds(Rule):
    """Holds a permission on the root found at `path`: "" when the row is the root, else "body" or "meeting__body"."""

    def __init__(self, permission: str, path: str = "") -> None:
        self.permission = permission
        self.path = path

    def rows(self, access: Access) -> Q:
        ids = access.ids(self.permission)
        return Q(**{f"{self.path or 'pk'}__in": sorted(ids)}) if ids else NOBODY

    def within(self, access: Access, at: str, row: Model) -> Q:
        path = beyond(self.path, at)
        if path is None:
            return self.rows(access)
        return EVERYBODY if key_at(row, path) in access.ids(self.permission) else NOBODY

    def users(self, row: Model) -> Q:
        root = key_at(row, self.path)
        return NOBODY if root is None else holders(self.permission, [root])

    def among(self, row: Model, people: frozenset[int]) -> frozenset[int]:
        root = key_at(row, self.path)
        return frozenset() if root is None else holding(self.permission, [root], people)


class HoldsThrough(Rule):
    """Holds a permission on a further root that a joining table ties to the row (a joint meeting's other bodies).

    `path` leads from a row that hangs on the joined one to it ("meeting"). The joined rows are few by nature, so their
    ids are resolved once per request and used literally. `host` is the table's field for the joined row's own root:
    the rule stands beside `Holds` of it, and rows that are open by their host are left out of the ids.
    """

    def __init__(self, permission: str, link: Any, row_field: str, root_field: str, host: str, path: str = "") -> None:
        self.permission, self.link, self.row_field, self.root_field = permission, link, row_field, root_field
        self.host, self.path = host, path
        self._joined = PreparedQuery(self._rows_joined_to)

    def _rows_joined_to(self, roots: list[int], **among: Any) -> QuerySet:
        links = self.link()._base_manager.filter(**{f"{self.root_field}__in": roots})
        links = links.exclude(**{f"{self.host}__in": roots})
        links = links.filter(**{f"{self.row_field}__{lookup}": wanted for lookup, wanted in among.items()})
        return links.values_list(f"{self.row_field}_id").distinct()

    def rows(self, access: Access) -> Q:
        roots = access.ids(self.permission)
        if not roots:
            return NOBODY
        # By the table, not by who names it: rules of several rooms share one answer.
        key = (self.link(), self.row_field, self.root_field, self.permission)
        # What is asked of the rows themselves is known of the joined ones where they are the same.
        among = {} if self.path or key in access.resolved else access.among
        if among:
            key = (*key, *among.items())
        if key not in access.resolved:
            access.resolved[key] = frozenset(row for (row,) in self._joined.rows(roots=sorted(roots), **among))
        ids = access.resolved[key]
        return Q(**{f"{self.path or 'pk'}__in": sorted(ids)}) if ids else NOBODY

    def within(self, access: Access, at: str, row: Model) -> Q:
        path = beyond(self.path, at)
        if path is None:
            return self.rows(access)
        joined = row_at(row, path)
        if joined is None:
            return NOBODY
        roots = tied_to(joined, self.link(), (self.row_field, self.root_field))
        return EVERYBODY if roots & access.ids(self.permission) else NOBODY

    def users(self, row: Model) -> Q:
        roots = self._roots_of(row)
        return holders(self.permission, roots) if roots else NOBODY

    def among(self, row: Model, people: frozenset[int]) -> frozenset[int]:
        roots = self._roots_of(row)
        return holding(self.permission, roots, people) if roots else frozenset()

    def _roots_of(self, row: Model) -> list[int]:
        links = self.link()._base_manager.filter(**{self.row_field: key_at(row, self.path)})
        return list(links.values_list(f"{self.root_field}_id", flat=True))


class Where(Rule):
    """A condition on the row itself, whoever asks."""

    def __init__(self, **conditions: Any) -> None:
        self.conditions = conditions

    def rows(self, access: Access) -> Q:
        return Q(**self.conditions)

    def within(self, access: Access, at: str, row: Model) -> Q:
        open_still = {}
        for lookup, wanted in self.conditions.items():
            path = beyond(lookup, at)
            found = answer(row, path, wanted) if path else None
            if found is False:
                return NOBODY
            if found is None:
                open_still[lookup] = wanted
        return Q(**open_still) if open_still else EVERYBODY

    def users(self, row: Model) -> Q:
        return EVERYBODY if self._is_so(row) else NOBODY

    def among(self, row: Model, people: frozenset[int]) -> frozenset[int]:
        return people if self._is_so(row) else frozenset()

    def _is_so(self, row: Model) -> bool:
        return type(row)._base_manager.filter(pk=row.pk, **self.conditions).exists()


class Own(Rule):
    """The row belongs to the person: `path` leads to a user ("" when the row is the person)."""

    def __init__(self, path: str = "") -> None:
        self.path = path

    def rows(self, access: Access) -> Q:
        return Q(**{self.path or "pk": access.user.pk})

    def users(self, row: Model) -> Q:
        return Q(pk=key_at(row, self.path))


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


def rule_of(model: type[Model], action: str) -> Rule:
    """The rule of a model and action; a missing one is a programming error, never a yes."""
    return _rules[model._meta.label_lower, action]


def allowed(user: Any, action: str, rows: Rows, among: Mapping[str, Any] = ALL, **at: Model) -> Rows:
    """Those of `rows` on which the person may do `action`.

    With a row at hand (`meeting=meeting`) only those that hang on it, and what the rule asks of it is answered from it.
    With conditions on plain columns (`among`) only those that meet them, and the rule looks at no others.
    """
    access = Access.of(user)
    if not access.alive:
        return rows.none()
    rule = rule_of(rows.model, action)
    if among:
        rows, access = rows.filter(**among), access.narrowed(among)
    if not at:
        return rows.filter(rule.rows(access))
    ((path, row),) = at.items()
    return rows.filter(rule.within(access, path, row), **at)


def condition(user: Any, action: str, model: type[Model], **at: Model) -> Q:
    """What `allowed` asks of the rows, or of those that hang on the one at hand, as the shape of a prepared query."""
    access = Access.of(user)
    if not access.alive:
        return NOBODY
    rule = rule_of(model, action)
    if not at:
        return rule.rows(access)
    ((path, row),) = at.items()
    return rule.within(access, path, row)


def can(user: Any, action: str, row: Model) -> bool:
    """Asks the database about the row as it is now, inside a transaction too, so a just-made change counts."""
    return allowed(user, action, type(row)._base_manager.all(), among={"pk": row.pk}).exists()


def can_at_hand(user: Any, action: str, row: Model) -> bool:
    """As `can`, by the row as it was read, with what it leads to: the database is asked only where that does not do."""
    access = Access.of(user)
    if not access.alive:
        return False
    condition = rule_of(type(row), action).within(access, "", row)
    return condition == EVERYBODY or (condition != NOBODY and can(user, action, row))


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


def who_can(action: str, row: Model, people: Iterable[int]) -> frozenset[int]:
    """As `users_who_can`, of a few people by key: asking for them costs less than gathering everybody."""
    active = get_user_model()._base_manager.filter(is_active=True, pk__in=list(people))
    candidates = frozenset(active.order_by().values_list("pk", flat=True))
    return rule_of(type(row), action).among(row, candidates) if candidates else candidates


def may_start(user: Any, permission: str, root: Model) -> bool:
    """For creating below a root that exists (a meeting of a body): does the person hold `permission` on it?"""
    access = Access.of(user)
    return access.alive and root.pk in access.ids(permission)
