"""Meetings for measurements and all that hangs on them, made inside PostgreSQL: rows are counted out there, not
carried there.

Each meeting's content follows from its number alone (and from the day of loading), so that a larger data set begins
with the same meetings as a smaller one. They are spread over the five years before and after the day of loading; every
fourth is of the first working group, whose member is measured; one in a hundred is a joint meeting of two bodies.
Invitations stay bounded: those of the first thousand meetings and of those about now.
History is kept of meetings, invitations and records. No audit events and no mail: they would measure something else.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from typing import Any

from django.db import connection, transaction

from councils.bodies.models import Body
from councils.documents.models import Document, DocumentRevision
from councils.seats.models import Appointment, Seat
from meetings.meeting.models import Meeting
from rec_portal.seeds.scale import agendas, documents, outcomes, planning
from rec_portal.seeds.scale.bulk import without_indexes
from rec_portal.seeds.scale.numbers import BEGIN, tables_of, values_of

# With fewer rows, building the indexes anew would cost more than it saves.
WORTH_REBUILDING = 10_000
ROWS_AT_ONCE = 10_000
GROWING = (*agendas.GROWING, *outcomes.GROWING, *documents.GROWING)
STATEMENTS = (
    *BEGIN,
    *planning.before_the_meetings(),
    *agendas.statements(),
    *outcomes.statements(),
    *documents.statements(),
    *planning.statements(),
)


@transaction.atomic
def load(first: int, last: int, today: date) -> None:
    """Makes the meetings numbered `first` .. `last` - 1."""
    many = last - first >= WORTH_REBUILDING
    file = documents.content()
    with ThreadPoolExecutor(max_workers=1) as beside:
        with without_indexes([model._meta.db_table for model in GROWING]) if many else nullcontext():
            _make(_values(first, last, today, file), _tables())
            # The disk is at work on one, the database on the other.
            laid = beside.submit(documents.lay_files, iter(list(_names(_tables()))), file)
        laid.result()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE scale_numbered, scale_seated, scale_items, scale_series")


def _make(values: dict[str, Any], tables: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement.format(**tables), values)


def _names(tables: dict[str, str]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(documents.NAMES.format(**tables))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from (name for (name,) in rows)


def _tables() -> dict[str, str]:
    common = tables_of(
        meeting=Meeting,
        document=Document,
        revision=DocumentRevision,
        body_table=Body,
        seat=Seat,
        appointment=Appointment,
    )
    return common | agendas.tables() | outcomes.tables() | documents.tables() | planning.tables()


def _values(first: int, last: int, today: date, file: bytes) -> dict[str, Any]:
    return (
        values_of(first, last, today)
        | agendas.values()
        | outcomes.values()
        | documents.values(file)
        | planning.values()
    )
