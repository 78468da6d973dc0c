"""A lookup of Django's with the database's own word for it."""

from collections.abc import Iterable
from typing import Any

from django.db.models.lookups import In


class OneOf(In):
    """`pk__one_of=[...]`: as `in`, for long lists of keys. PostgreSQL reads them from one text in half the time."""

    lookup_name = "one_of"

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", [*parameters, as_array(self.rhs)]


def as_array(keys: Iterable[int]) -> str:
    """As PostgreSQL writes an array."""
    return f"{{{','.join(map(str, keys))}}}"
