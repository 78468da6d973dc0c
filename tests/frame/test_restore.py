"""The drill of docs/operations.md: a real dump brings back what was saved, and what a damaged one lost is named."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from councils.documents.models import DocumentRevision
from rec_portal.files import storing
from scripts.system_packages import need
from tests.architecture.sources import ROOT
from tests.factories import make_meeting
from tests.factories.documents import bring_document

pytestmark = pytest.mark.django_db(transaction=True)
DRILL = "drill_of_a_restore"


@pytest.fixture
def saved(world, tmp_path):
    """A portal with people, a meeting, its mail, its history and a file; inventory, dump, inventory."""
    make_meeting(world.group_a)
    bring_document(world.group_a, actor=world.secretary)
    inventories, dump = tmp_path / "inventory.txt", tmp_path / "portal.dump"
    out = StringIO()
    call_command("inventory", stdout=out)
    run("pg_dump", "--format", "custom", "--file", str(dump), database())
    call_command("inventory", stdout=out)
    inventories.write_text(out.getvalue())
    yield inventories, dump
    for revision in DocumentRevision.objects.all():
        storing.discard(revision.stored_as)


@pytest.fixture
def restored(saved):
    _, dump = saved
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{DRILL}" TEMPLATE template0')
    try:
        run("pg_restore", "--dbname", database(DRILL), "--no-owner", "--exit-on-error", str(dump))
        yield database(DRILL)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{DRILL}" WITH (FORCE)')


def database(name: str = "") -> str:
    at = connection.settings_dict
    password = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
    return f"postgres://{at['USER']}{password}@{at['HOST']}:{at['PORT']}/{name or at['NAME']}"


def run(program: str, *arguments: str) -> None:
    subprocess.run([need([program])[program], *arguments], check=True)


def compare(restored: str, inventories) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "inventory", "--compare", str(inventories)]
    environment = os.environ | {"DATABASE_URL": restored, "DJANGO_SETTINGS_MODULE": "rec_portal.settings.test"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_dump_brings_everything_back_and_a_loss_is_named(saved, restored):
    inventories, _ = saved
    answer = compare(restored, inventories)
    assert answer.returncode == 0, answer.stderr
    assert "the history and all files are as they were saved" in answer.stdout

    first = "DELETE FROM audit_auditevent WHERE id = (SELECT min(id) FROM audit_auditevent)"
    loss = f"SET session_replication_role = replica; DELETE FROM meetings_invitation; {first}"
    run("psql", "--quiet", "--dbname", restored, "--command", loss)
    answer = compare(restored, inventories)
    assert answer.returncode == 1
    assert "meetings.invitation: 0 rows" in answer.stderr
    assert "the chain is broken" in answer.stderr
