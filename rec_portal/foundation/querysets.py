"""The base queryset: refuses the writes that would leave no history."""

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.db import models

from rec_portal.foundation import policy

_recorded_in_bulk: ContextVar[bool] = ContextVar("recorded_in_bulk", default=False)


class UnrecordedWrite(RuntimeError):
    """A bulk write that history would not see; `foundation.records.store_many` is the named way round."""


@contextmanager
def recorded_in_bulk():
    """Opens the bulk writes for a helper that writes the history itself."""
    token = _recorded_in_bulk.set(True)
    try:
        yield
    finally:
        _recorded_in_bulk.reset(token)


def _insist_on_history(call: str) -> None:
    if not _recorded_in_bulk.get():
        raise UnrecordedWrite(f"{call}() leaves no history: save through foundation.records.")


class PortalQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        _insist_on_history("update")
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list:
        _insist_on_history("bulk_create")
        return super().bulk_create(objs, *args, **options)

    def bulk_update(self, objs: Iterable[Any], *args: Any, **options: Any) -> int:
        _insist_on_history("bulk_update")
        return super().bulk_update(objs, *args, **options)

    def visible_to(self, user: Any, among: Mapping[str, Any] = policy.ALL, **at: models.Model) -> Self:
        """The rows `user` may see, by the model's own `see` rule; every page, feed, search and mail starts here.

        `visible_to(user, meeting=meeting)`: only those of a row at hand, which is asked less of the database.
        `visible_to(user, among={"starts_at__gte": now})`: only those that meet the conditions, likewise.
        """
        return policy.allowed(user, "see", self, among, **at)
