"""Every pair of states: a row moves exactly where the table says, by either of the two writers."""

import pytest
from django.db import connection

from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.workflow import MESSAGE
from rec_portal.workflow.engine import _statement, advance_by_key, advance_many
from tests.outbox.notices import plan

pytestmark = pytest.mark.django_db
S = MessageState
ENDS = {S.SKIPPED, S.DEAD, S.CANCELLED}
# from -> where it may go; all other pairs are refused.
ROADS = {
    S.WAITING: {S.SENDING, S.CANCELLED},
    S.SENDING: {S.SENDING, S.WAITING, S.SENT, S.SKIPPED, S.DEAD},
    # A mail server may take a letter and send it back later.
    S.SENT: {S.DEAD},
    **{end: set() for end in ENDS},
}


def by_many(row, verb):
    return advance_many(OutboxMessage.objects.filter(pk=row.pk), verb, reason="moved") == 1


def by_key(row, verb):
    return advance_by_key(OutboxMessage, verb, where={"id": row.pk}, values={"reason": "moved"})


@pytest.mark.parametrize("move", [by_many, by_key])
@pytest.mark.parametrize("source", MessageState.values)
def test_every_pair_of_states(source, move):
    (row,) = plan()
    reached = set()
    for verb, transition in MESSAGE.moves.items():
        OutboxMessage.objects.filter(pk=row.pk).update(state=source, reason="")
        moved = move(row, verb)
        row.refresh_from_db()
        assert moved == (source in transition.sources), verb
        assert (row.state, row.reason) == ((transition.target, "moved") if moved else (source, "")), verb
        if moved:
            reached.add(row.state)
    assert reached == ROADS[S(source)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL how it would find the row")
def test_a_row_that_moves_by_key_is_found_by_its_key():
    """Not by the index of what is being sent, which is empty while statistics are made and full while they count."""
    plan()
    statement, _fields = _statement(OutboxMessage, "deliver", ("reason",), ("id",), connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outbox_outboxmessage")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", ["", 1])
        found_by = " ".join(line for (line,) in cursor.fetchall())
    assert "Index Cond: (id = 1)" in found_by, found_by
