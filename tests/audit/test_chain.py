"""Whatever is done behind the portal's back shows; and the database refuses what it can."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from rec_portal.audit.chain import BadCheckpoint, check, checkpoint
from rec_portal.audit.models import AuditEvent
from rec_portal.audit.writer import fingerprint
from tests.audit.test_writer import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def events() -> list[AuditEvent]:
    return [write(reason=f"Reason {number}") for number in range(5)]


def verified(*files) -> str:
    out = StringIO()
    call_command("audit_verify", *files, stdout=out)
    return out.getvalue()


def behind_the_portals_back(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # as a database owner can: no trigger runs
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = origin")


class TestAppendOnly:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE audit_auditevent SET reason = 'other'",
            "DELETE FROM audit_auditevent",
            "UPDATE audit_auditevent SET hash = hash WHERE id = (SELECT min(id) FROM audit_auditevent)",
        ],
    )
    def test_the_database_refuses(self, events, statement):
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_the_models_calls_are_refused_too(self, events):
        for act in (events[0].save, events[0].delete, AuditEvent.objects.all().delete):
            with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
                act()
        assert AuditEvent.objects.count() == 5


class TestVerify:
    def test_a_whole_chain(self, events):
        assert "5 events, the chain is whole." in verified()

    def test_nothing_yet(self):
        assert "0 events" in verified()

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("reason", "Another"), ("verb", "x.y"), ("actor_name", "Somebody"), ("target_id", "other"),
            ("root_id", 9), ("for_members", True), ("changes", "[1]"), ("at", "2020-01-01"), ("channel", "api"),
        ],
    )  # fmt: skip
    def test_a_changed_event_is_found(self, events, column, value):
        behind_the_portals_back(f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", value, events[2].pk)
        with pytest.raises(CommandError, match=rf"broken at event {events[2].pk}: its content was changed.* 2 events"):
            verified()

    @pytest.mark.parametrize("number", [0, 2])
    def test_a_removed_event_is_found_at_the_next_one(self, events, number):
        behind_the_portals_back("DELETE FROM audit_auditevent WHERE id = %s", events[number].pk)
        with pytest.raises(CommandError, match=f"broken at event {events[number + 1].pk}: it does not follow"):
            verified()

    def test_an_event_with_a_new_fingerprint_breaks_the_next_link(self, events):
        events[2].reason = "Another"
        statement = "UPDATE audit_auditevent SET reason = %s, hash = %s WHERE id = %s"
        behind_the_portals_back(statement, "Another", fingerprint(events[2]), events[2].pk)
        with pytest.raises(CommandError, match=f"broken at event {events[3].pk}"):
            verified()


class TestCheckpoint:
    def kept(self, tmp_path):
        out = StringIO()
        call_command("audit_checkpoint", stdout=out)
        path = tmp_path / "checkpoints.jsonl"
        path.write_text(out.getvalue())
        return path

    def test_holds_as_long_as_nothing_before_it_changes(self, events, tmp_path):
        path = self.kept(tmp_path)
        write()
        assert "1 checkpoints hold." in verified(path)

    def test_an_empty_history_has_one_too(self):
        assert check(checkpoint()) == ""

    def test_finds_a_history_that_was_cut_short(self, events, tmp_path):
        path = self.kept(tmp_path)
        behind_the_portals_back("DELETE FROM audit_auditevent WHERE id = %s", events[4].pk)
        assert "the chain is whole" in verified()
        with pytest.raises(CommandError, match="is not the one that was there"):
            verified(path)

    def test_finds_a_history_that_was_written_anew(self, events, tmp_path):
        path = self.kept(tmp_path)
        previous = ""
        for event in events:
            event.reason, event.previous_hash = "All was well", previous
            previous = event.hash = fingerprint(event)
            behind_the_portals_back(
                "UPDATE audit_auditevent SET reason = %s, previous_hash = %s, hash = %s WHERE id = %s",
                event.reason, event.previous_hash, event.hash, event.pk,
            )  # fmt: skip
        assert "the chain is whole" in verified()
        with pytest.raises(CommandError, match="The history was rewritten"):
            verified(path)

    def test_finds_an_event_slipped_in_before_it(self, events):
        line = checkpoint()
        behind_the_portals_back("DELETE FROM audit_auditevent WHERE id = %s", events[1].pk)
        assert "5 events up to" in check(line)

    def test_a_line_that_was_changed_or_is_none_is_refused(self, events, tmp_path):
        content = json.loads(checkpoint())
        lines = [json.dumps(content | {"events": 4}), json.dumps(content | {"signature": "x"}), "{}", "[]", "nothing"]
        for line in lines:
            with pytest.raises(BadCheckpoint):
                check(line)
        path = tmp_path / "bad.jsonl"
        path.write_text(lines[0])
        with pytest.raises(CommandError, match="line 1: This line is not a checkpoint"):
            verified(path)
