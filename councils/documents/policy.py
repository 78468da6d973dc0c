"""Who may read a document: the marking together with the office that a person holds, written once.

`document_rule(path)` says it for a row that leads to a document by `path` ("" for the document itself, "document" for a
revision, "revision__document" for a paper of a meeting), so that no exit can disagree with another.
"""

from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q
from django.db.models.sql import Query

from councils.by_name import document_bodies, document_readers
from councils.documents.choices import Marking
from rec_portal.foundation.authority import NOBODY, Access, holders
from rec_portal.foundation.policy import Holds, Rule, SignedIn, define


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
        return Q(**{f"{self.path or 'pk'}__in": _joint_documents(tuple(sorted(bodies)))})

    def users(self, row: Model) -> Q:
        bodies = list(document_bodies().filter(document=_document(row, self.path).pk).values_list("body_id", flat=True))
        return holders(self.permission, bodies) if bodies else NOBODY


class NamedOn(Rule):
    """The person is named on the document at `path`."""

    def __init__(self, path: str) -> None:
        self.path = path

    def rows(self, access: Access) -> Q:
        return Q(**{f"{self.path or 'pk'}__in": _documents_naming(access.user.pk)})

    def users(self, row: Model) -> Q:
        return Q(pk__in=document_readers().filter(document=_document(row, self.path).pk).values("person"))


class ByMarking(Rule):
    """One rule for each marking of the document at `path`."""

    def __init__(self, path: str, rules: dict[Marking, Rule]) -> None:
        self.path, self.rules = path, rules

    def rows(self, access: Access) -> Q:
        field = f"{self.path}__marking" if self.path else "marking"
        markings: dict[Q, list[Marking]] = {}
        for marking, rule in self.rules.items():
            markings.setdefault(rule.rows(access), []).append(marking)
        markings.pop(NOBODY, None)
        conditions = [Q(**{f"{field}__in": alike}) & rows for rows, alike in markings.items()]
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


# The same question is the same object, so that two conditions which ask it are seen to be equal.
@lru_cache(maxsize=512)
def _joint_documents(bodies: tuple[int, ...]) -> Query:
    return document_bodies().filter(body__in=bodies).values("document").query


@lru_cache(maxsize=512)
def _documents_naming(person: int) -> Query:
    return document_readers().filter(person=person).values("document").query


def _document(row: Any, path: str) -> Any:
    for step in path.split("__") if path else ():
        row = getattr(row, step)
    return row


define("councils.Document", see=document_rule(), edit=Holds("run_body", "body"))
define("councils.DocumentRevision", see=document_rule("document"))
