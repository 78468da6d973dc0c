"""What happens when a builder of board packs is slow, fails or dies."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from meetings.papers.choices import PackState
from meetings.papers.services import pack_building
from meetings.papers.services.pack_building import LeaseLost, build, build_waiting, renew, sweep, take
from meetings.papers.services.packs import take_pack
from rec_portal.foundation.refusals import Refusal
from tests.meetings.papers.support import asked_for, files, let_the_lease_run_out, put, texts

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
from pathlib import Path
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["KILLED_DATABASE"]
settings.DOCUMENT_ROOT = Path(os.environ["KILLED_DOCUMENTS"])
from django.db import connections
connections["default"].settings_dict["NAME"] = os.environ["KILLED_DATABASE"]
from meetings.papers.services import pack_building
from rec_portal.paper.binding import Binding

def kill():
    os.kill(os.getpid(), signal.SIGKILL)

def then_kill(room, name, first=lambda result, args: None):
    real = getattr(room, name)
    def done(*args, **about):
        result = real(*args, **about)
        first(result, args)
        kill()
        return result
    setattr(room, name, done)

def halve(_result, args):
    args[1].write_bytes(args[1].read_bytes()[: args[1].stat().st_size // 2])

moment = os.environ["KILLED_AT"]
if moment == "bound":
    then_kill(Binding, "add")
elif moment == "written":
    then_kill(Binding, "write", halve)
elif moment == "measured":
    then_kill(pack_building.storing, "measured")
else:
    then_kill(pack_building.storing, "admit")
pack_building.build_waiting()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("moment", "waiting", "placed"), [("bound", 0, 0), ("written", 1, 0), ("measured", 1, 0), ("admitted", 0, 1)]
)
def test_the_power_goes_in_the_middle(world, meeting, root, moment, waiting, placed):
    """A real process, killed at each step: nothing half is ever handed out, and another one finishes.

    `waiting` counts what it leaves in the waiting room, `placed` whole files that no row speaks of.
    """
    put(world, meeting, "Plan")
    pack, known = asked_for(world, meeting), set(files(root))
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rec_portal.settings.test",
        "KILLED_DATABASE": connection.settings_dict["NAME"],
        "KILLED_DOCUMENTS": str(root),
        "KILLED_AT": moment,
    }
    ended = subprocess.run(
        [sys.executable, "-c", BUILDER], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    pack.refresh_from_db()
    assert (pack.state, pack.stored_as) == (PackState.BUILDING, "")
    left = [path.parent.name == "incoming" for path in files(root) if path not in known]
    assert (left.count(True), left.count(False)) == (waiting, placed)
    with pytest.raises(Refusal, match="not ready"):
        take_pack(actor=world.secretary, pack=pack)
    assert build_waiting() == 0, "the lease still runs"
    let_the_lease_run_out(pack)
    assert build_waiting() == 1
    pack.refresh_from_db()
    assert (pack.state, pack.attempts) == (PackState.READY, 2)
    assert len(texts(pack)) == pack.pages == 4
    assert take_pack(actor=world.secretary, pack=pack) == pack
