"""Loading many rows: indexes and foreign keys are taken off and built anew in one pass, which costs far less."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

INDEXES = """
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index AS index
WHERE indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = index.indexrelid AND contype <> 'f')
ORDER BY indexrelid
"""
# Unique and foreign keys; primary keys stay, since others lean on them.
CONSTRAINTS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint
WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('u', 'f')
ORDER BY contype DESC, oid
"""


@contextmanager
def without_indexes(tables: Sequence[str]) -> Iterator[None]:
    """For the running transaction, which locks the tables; they come out of it with the same indexes and keys."""
    with connection.cursor() as cursor:
        # An index is built in one go where its rows fit into memory; both hold for this transaction.
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        # A table whose rows still wait for a check at the commit cannot be altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(CONSTRAINTS, [list(tables)])
        steps = cursor.fetchall()
        cursor.execute(INDEXES, [list(tables)])
        steps += cursor.fetchall()
        for drop, _build in steps:
            cursor.execute(drop)
        yield
        for _drop, build in steps:
            cursor.execute(build)
