"""Migrations give up soon on a table that somebody else holds."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from rec_portal.foundation.management.commands import migrate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def somebody_else():
    """Another connection, in the middle of a transaction that holds the table of migrations."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        yield
        cursor.execute("ROLLBACK")
    other.close()


def patience() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_it_gives_up_and_says_what_to_do(settings, somebody_else):
    settings.MIGRATION_LOCK_TIMEOUT_SECONDS = 1
    with pytest.raises(CommandError, match=r"has held a table for 1 seconds.*Run the command again"):
        call_command("migrate", verbosity=0)
    assert patience() == "0", "whoever goes on with the connection waits as before"


def test_other_faults_of_the_database_are_told_as_they_are(monkeypatch):
    def fail(*args, **options):
        raise OperationalError("the disk is full")

    monkeypatch.setattr(migrate.migrate.Command, "handle", fail)
    with pytest.raises(OperationalError, match="the disk is full"):
        call_command("migrate", verbosity=0)


def test_migrations_run_with_the_patience_of_the_settings(settings, monkeypatch):
    seen = []
    monkeypatch.setattr(migrate.migrate.Command, "handle", lambda *args, **options: seen.append(patience()))
    settings.MIGRATION_LOCK_TIMEOUT_SECONDS = 7
    call_command("migrate", verbosity=0)
    assert seen == ["7s"]


def test_sqlite_knows_no_such_thing(monkeypatch):
    monkeypatch.setattr(connection, "vendor", "sqlite")
    called = []
    monkeypatch.setattr(migrate.migrate.Command, "handle", lambda *args, **options: called.append(True))
    call_command("migrate", verbosity=0)
    assert called == [True]
