"""Who reads a document now, and who would after a change."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from councils.documents.models import Document
from councils.documents.services.documents import About, change_document
from rec_portal.accounts.models import User
from rec_portal.foundation import policy

MOST_NAMES = 40


@dataclass(frozen=True)
class Circle:
    """`names` of at most forty people, by alphabet, and how many `more` there are."""

    names: list[str]
    more: int

    @property
    def number(self) -> int:
        return len(self.names) + self.more


def readers_of(document: Document) -> Circle:
    return _circle(policy.users_who_can("see", document))


def foreseen_readers(*, actor: User, document: Document, version: int, about: About) -> tuple[Circle, Circle]:
    """Who would gain and who would lose the document by this change. The change is made and taken back."""
    before = policy.users_who_can("see", document).values_list("pk", flat=True)
    known = set(before)
    with transaction.atomic():
        changed = change_document(actor=actor, document=document, version=version, about=about)
        then = set(policy.users_who_can("see", changed).values_list("pk", flat=True))
        transaction.set_rollback(True)
    return _circle_of(then - known), _circle_of(known - then)


def _circle_of(ids: set[int]) -> Circle:
    return _circle(User.objects.filter(pk__in=ids)) if ids else Circle([], 0)


def _circle(people: Any) -> Circle:
    names = list(people.order_by("name", "pk").values_list("name", flat=True)[: MOST_NAMES + 1])
    more = people.count() - MOST_NAMES if len(names) > MOST_NAMES else 0
    return Circle(names[:MOST_NAMES], more)
