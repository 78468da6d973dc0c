"""The demo, loaded once for all tests of a file and rolled back after them."""

import shutil

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

PASSPHRASE = "a passphrase for this test"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """Yields the folder of its documents."""
    folder = tmp_path_factory.mktemp("documents")
    in_the_demo = {"OUTBOX_TIME_TRAVEL": True, "DEMO_PASSPHRASE": PASSPHRASE, "DOCUMENT_ROOT": folder}
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**in_the_demo):
            call_command("seed_demo")
        yield folder
        transaction.set_rollback(True)
    shutil.rmtree(folder)


@pytest.fixture
def load_again(settings, demo):
    """`load_again()` runs the command once more."""
    settings.OUTBOX_TIME_TRAVEL, settings.DEMO_PASSPHRASE, settings.DOCUMENT_ROOT = True, PASSPHRASE, demo
    return lambda: call_command("seed_demo")
