"""Who may read a document: the marking together with the office that a person holds, written once.

`document_rule(path)` says it for a row that leads to a document by `path` ("" for the document itself, "document" for a
revision, "revision__document" for a paper of a meeting), so that no exit can disagree with another.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from councils.choices import Marking
from rec_portal.foundation.policy import NOBODY, Access, Holds, HoldsThrough, Rule, SignedIn, Where, define


class NamedOn(Rule):
    """The person is named on the document at `path`."""

    def __init__(self, path: str) -> None:
        self.path = path

    def rows(self, access: Access) -> Q:
        if NamedOn not in access.resolved:
            named = _readers().filter(person=access.user.pk)
            access.resolved[NamedOn] = frozenset(named.values_list("document_id", flat=True))
        ids = access.resolved[NamedOn]
        return Q(**{f"{self.path or 'pk'}__in": sorted(ids)}) if ids else NOBODY

    def users(self, row: Model) -> Q:
        return Q(pk__in=_readers().filter(document=_document_id(row, self.path)).values("person"))


def document_rule(path: str = "") -> Rule:
    """The rule "may read the document at `path`"."""
    step = f"{path}__" if path else ""

    def marked(marking: Marking) -> Rule:
        return Where(**{f"{step}marking": marking})

    def holds(permission: str) -> Rule:
        return Holds(permission, f"{step}body") | HoldsThrough(permission, _body_link, "document", "body", path=path)

    return (
        (marked(Marking.PUBLIC) & SignedIn())
        | (marked(Marking.MEMBERS) & holds("see_body"))
        | (marked(Marking.RESTRICTED) & holds("decide_body"))
        # Being named opens nothing to whoever has left the council.
        | (marked(Marking.CONFIDENTIAL) & NamedOn(path) & Holds("list_body", f"{step}body"))
        | Holds("run_body", f"{step}body")
    )


def _body_link() -> type:
    return apps.get_model("councils", "DocumentBody")


def _readers() -> Any:
    return apps.get_model("councils", "DocumentReader").objects.all()


def _document_id(row: Any, path: str) -> int:
    for step in path.split("__") if path else ():
        row = getattr(row, step)
    return row.pk


define("councils.Document", see=document_rule(), edit=Holds("run_body", "body"))
define("councils.DocumentRevision", see=document_rule("document"))
