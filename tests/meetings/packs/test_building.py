"""What happens when a builder of board packs is slow, fails or dies."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from meetings.choices_papers import PackState
from meetings.services import pack_building
from meetings.services.pack_building import LeaseLost, build, build_waiting, renew, sweep, take
from tests.meetings.packs.support import asked_for, files, let_the_lease_run_out, put, texts

pytestmark = pytest.mark.django_db


def test_a_claim_is_a_lease(world, meeting):
    pack = asked_for(world, meeting)
    first = take()
    assert first.pack == pack
    assert take() is None
    let_the_lease_run_out(pack)
    second = take()
    assert second.token != first.token
    with pytest.raises(LeaseLost):
        renew(first, 1)
    renew(second, 1)
    pack.refresh_from_db()
    assert (pack.done, pack.attempts) == (1, 2)


def test_a_builder_that_lost_its_lease_changes_nothing(world, meeting, root):
    put(world, meeting, "Plan")
    pack = asked_for(world, meeting)
    late = take()
    let_the_lease_run_out(pack)
    build(take())
    pack.refresh_from_db()
    kept = pack.stored_as
    number = len(files(root))
    build(late)
    pack.refresh_from_db()
    assert (pack.state, pack.stored_as, len(files(root))) == (PackState.READY, kept, number)


def test_a_lease_lost_at_the_very_end_leaves_no_file(world, meeting, root, monkeypatch):
    put(world, meeting, "Plan")
    pack = asked_for(world, meeting)
    claim, number, real = take(), len(files(root)), pack_building.storing.admit

    def too_late(path):
        let_the_lease_run_out(pack)
        assert take() is not None
        return real(path)

    monkeypatch.setattr(pack_building.storing, "admit", too_late)
    build(claim)
    pack.refresh_from_db()
    assert (pack.state, pack.stored_as, len(files(root))) == (PackState.BUILDING, "", number)


def test_trouble_fails_it_with_a_reason_and_leaves_no_file(world, meeting, root, monkeypatch):
    put(world, meeting, "Plan")
    pack, number = asked_for(world, meeting), len(files(root))
    monkeypatch.setattr(pack_building.Book, "write", lambda self, path: path.write_bytes(b"half") / 0)
    build_waiting()
    pack.refresh_from_db()
    assert (pack.state, pack.lease_token, len(files(root))) == (PackState.FAILED, None, number)
    assert "went wrong" in pack.reason
    monkeypatch.undo()
    assert asked_for(world, meeting) != pack


def test_it_is_given_up_after_three_tries(world, meeting):
    pack = asked_for(world, meeting)
    for _attempt in range(3):
        assert take() is not None
        let_the_lease_run_out(pack)
    assert take() is None
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == (PackState.FAILED, 3)
    assert "three tries" in pack.reason


def test_what_the_dead_left_behind_is_swept_away(root):
    folder = root / "incoming"
    folder.mkdir()
    old, new = folder / "old", folder / "new"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert (sweep(), old.exists(), new.exists()) == (1, False, True)


BUILDER = """
import os, signal, django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["KILLED_DATABASE"]
from django.db import connections
connections["default"].settings_dict["NAME"] = os.environ["KILLED_DATABASE"]
from rec_portal.paper.binding import Binding
from meetings.services.pack_building import build_waiting
real = Binding.write
def write(self, path, **about):
    real(self, path, **about)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    os.kill(os.getpid(), signal.SIGKILL)
Binding.write = write
build_waiting()
"""


@pytest.mark.django_db(transaction=True)
def test_the_power_goes_in_the_middle(world, meeting, root):
    """A real process, killed while half the file is written: nothing half is ever there, and another one finishes."""
    put(world, meeting, "Plan")
    pack, number = asked_for(world, meeting), len(files(root))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rec_portal.settings.test",
        "DOCUMENT_ROOT_OF_TEST": str(root),
        "KILLED_DATABASE": connection.settings_dict["NAME"],
    }
    program = BUILDER.replace(
        "from django.db import connections",
        f"settings.DOCUMENT_ROOT = {str(root)!r}\nfrom django.db import connections",
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    pack.refresh_from_db()
    assert (pack.state, pack.stored_as) == (PackState.BUILDING, "")
    left = [path for path in files(root) if path.parent.name == "incoming"]
    assert len(left) == 1
    assert len(files(root)) == number + 1
    assert build_waiting() == 0, "the lease still runs"
    let_the_lease_run_out(pack)
    assert build_waiting() == 1
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == (PackState.READY, 2)
    assert len(texts(pack)) == pack.pages == 4
