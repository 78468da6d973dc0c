"""What a backup must bring back: each loss is noticed, and nothing else is."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from councils.documents.models import DocumentRevision
from rec_portal.files import storing
from rec_portal.health import inventory
from tests.factories import make_meeting, make_person
from tests.factories.documents import bring_document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _documents(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path / "documents"


@pytest.fixture
def revision(world):
    make_meeting(world.group_a)
    bring_document(world.group_a, actor=world.secretary)
    return DocumentRevision.objects.get()


def line() -> str:
    out = StringIO()
    call_command("inventory", stdout=out)
    return out.getvalue()


def compared(tmp_path, *lines: str) -> str:
    path, out = tmp_path / "inventory.txt", StringIO()
    path.write_text("".join(lines))
    call_command("inventory", compare=path, stdout=out)
    return out.getvalue()


def behind_the_portals_back(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_what_was_saved_is_all_there(revision, tmp_path):
    assert "the history and all files are as they were saved" in compared(tmp_path, line())


def test_what_came_while_the_backup_was_made_may_be_there_or_not(revision, tmp_path):
    before = line()
    make_person("Late")
    after = line()
    assert "as they were saved" in compared(tmp_path, before, after)
    with pytest.raises(CommandError, match=r"accounts\.user: \d+ rows, \d+ were saved"):
        compared(tmp_path, before)


def test_lost_rows_are_named(revision, tmp_path):
    saved = line()
    behind_the_portals_back("DELETE FROM meetings_agendaitem")
    behind_the_portals_back("DELETE FROM meetings_invitation")
    with pytest.raises(CommandError, match=r"meetings\.invitation: 0 rows, \d+ were saved"):
        compared(tmp_path, saved)


def test_a_history_cut_short_or_written_anew_is_named(revision, tmp_path):
    saved = line()
    last = json.loads(saved)["last"]
    behind_the_portals_back("UPDATE audit_auditevent SET reason = 'Another' WHERE id = %s", last)
    with pytest.raises(CommandError, match=f"the chain is broken at event {last}"):
        compared(tmp_path, saved)
    behind_the_portals_back("DELETE FROM audit_auditevent WHERE id = %s", last)
    with pytest.raises(CommandError, match=f"event {last} is not the one that was saved"):
        compared(tmp_path, saved)


def test_a_missing_and_a_changed_file_are_named(revision, tmp_path):
    saved, path = line(), storing.path_of(revision.stored_as)
    path.write_bytes(b"something else")
    with pytest.raises(CommandError, match=f"documentrevision {revision.pk}: its file is not the one that was kept"):
        compared(tmp_path, saved)
    path.unlink()
    with pytest.raises(CommandError, match=f"documentrevision {revision.pk}: its file is missing"):
        compared(tmp_path, saved)


def test_visits_are_no_loss(client_of, revision, tmp_path):
    saved = line()
    client_of("secretary").get("/")
    assert not list(inventory.differences(json.loads(saved), json.loads(saved)))


@pytest.mark.parametrize("content", ["", "x", "[]", "{}", '{"tables": 1}', "\n"])
def test_a_file_that_is_no_inventory(tmp_path, content):
    with pytest.raises(CommandError, match="no lines that this command printed"):
        compared(tmp_path, content)
