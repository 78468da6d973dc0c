"""Who may read a document: the marking together with the office that a person holds, written once.

`document_rule(path)` says it for a row that leads to a document by `path` ("" for the document itself, "document" for a
revision, "revision__document" for a paper of a meeting), so that no exit can disagree with another.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from councils.choices import Marking
from rec_portal.foundation.policy import NOBODY, Access, Holds, Rule, SignedIn, define, holders


class JointlyHolds(Rule):
    """Holds a permission on one of the further bodies of the document at `path`.

    Asked with the rows, not beforehand: documents are read on pages that have no query to spare.
    """

    def __init__(self, permission: str, path: str) -> None:
        self.permission, self.path = permission, path

    def rows(self, access: Access) -> Q:
        bodies = access.ids(self.permission)
        if not bodies:
            return NOBODY
        return Q(**{f"{self.path or 'pk'}__in": _links().filter(body__in=sorted(bodies)).values("document")})

    def users(self, row: Model) -> Q:
        bodies = list(_links().filter(document=_document(row, self.path).pk).values_list("body_id", flat=True))
        return holders(self.permission, bodies) if bodies else NOBODY


class NamedOn(Rule):
    """The person is named on the document at `path`."""

    def __init__(self, path: str) -> None:
        self.path = path

    def rows(self, access: Access) -> Q:
        return Q(**{f"{self.path or 'pk'}__in": _readers().filter(person=access.user.pk).values("document")})

    def users(self, row: Model) -> Q:
        return Q(pk__in=_readers().filter(document=_document(row, self.path).pk).values("person"))


class ByMarking(Rule):
    """One rule for each marking of the document at `path`."""

    def __init__(self, path: str, rules: dict[Marking, Rule]) -> None:
        self.path, self.rules = path, rules

    def rows(self, access: Access) -> Q:
        field = f"{self.path}__marking" if self.path else "marking"
        parts = [(marking, rule.rows(access)) for marking, rule in self.rules.items()]
        conditions = [Q(**{field: marking}) & rows for marking, rows in parts if rows != NOBODY]
        return reduce(or_, conditions) if conditions else NOBODY

    def users(self, row: Model) -> Q:
        return self.rules[Marking(_document(row, self.path).marking)].users(row)


def document_rule(path: str = "") -> Rule:
    """The rule "may read the document at `path`"."""
    body = f"{path}__body" if path else "body"

    def holds(permission: str) -> Rule:
        return Holds(permission, body) | JointlyHolds(permission, path)

    markings: dict[Marking, Rule] = {
        Marking.PUBLIC: SignedIn(),
        Marking.MEMBERS: holds("see_body"),
        Marking.RESTRICTED: holds("decide_body"),
        # Being named opens nothing to whoever has left the council.
        Marking.CONFIDENTIAL: NamedOn(path) & Holds("list_body", body),
    }
    return ByMarking(path, markings) | Holds("run_body", body)


def _links() -> Any:
    return apps.get_model("councils", "DocumentBody").objects.all()


def _readers() -> Any:
    return apps.get_model("councils", "DocumentReader").objects.all()


def _document(row: Any, path: str) -> Any:
    for step in path.split("__") if path else ():
        row = getattr(row, step)
    return row


define("councils.Document", see=document_rule(), edit=Holds("run_body", "body"))
define("councils.DocumentRevision", see=document_rule("document"))
