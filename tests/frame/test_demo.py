"""`make demo`: what it makes, what it prints, and that everything of it ends, however it ends."""

import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from tests.frame.demo import FOREIGN, Demo

# One worker of the test run takes all of these: they share the data set that the first start makes.
pytestmark = [pytest.mark.sqlite, pytest.mark.slow, pytest.mark.xdist_group("demo")]

CONTRACT = {
    f"{name}@demo.example.org"
    for name in ("secretariat", "admin", "admin2", "excom", "chair.a", "kz.a", "uz.b", "observer.a", "focal.unicef")
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data set, made by a first start that was interrupted once it was ready."""
    folder = tmp_path_factory.mktemp("demo")
    demo = Demo(folder)
    demo.await_ready()
    assert "Making the first data set" in demo.said
    assert demo.interrupt() == 0
    return folder


@pytest.fixture
def start(folder):
    """`start()` a further demo on the same data; whatever is left of it afterwards is ended."""
    started = []

    def one(**options) -> Demo:
        started.append(Demo(folder, **options))
        return started[-1]

    yield one
    for demo in started:
        for process in demo.family():
            if process.is_running():
                process.kill()
        demo.process.wait()


def test_it_prints_where_and_who_and_everybody_can_sign_in(start):
    demo = start()
    demo.await_ready()
    assert f"http://localhost:{demo.port}/" in demo.said
    assert "Making the first data set" not in demo.said
    assert set(re.findall(r"\S+@demo\.example\.org", demo.said)) == CONTRACT
    passphrase = re.search(r"passphrase  (\S+)", demo.said)[1]
    for email in sorted(CONTRACT):
        visitor = demo.sign_in(email, passphrase)
        assert "/accounts/logout/" in visitor.get("/"), email
    assert demo.await_all_parts() == {"database": "ok", "broker": "ok", "scheduler": "ok"}
    assert demo.interrupt() == 0
    assert demo.said.rstrip().endswith("Stopped.")


# What stands in the broker's folder when the first of the three programs is started.
ASK_AT_THE_START = """
import sys; from pathlib import Path
sys.path.insert(0, "scripts")
from demo import Demo
demo = Demo(Path(sys.argv[1]), "127.0.0.1", 8000)
class Family:
    def start(self, name, *_what):
        print(name, [file.read_text() for file in demo.broker.glob("control/*")])
demo.load()
demo.start(Family())
"""


def test_the_queue_is_laid_before_two_programs_open_it_at_once(tmp_path):
    command = [sys.executable, "-c", ASK_AT_THE_START, str(tmp_path)]
    environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[0] == """web ['[["celery", "", "celery"]]']"""


def test_a_request_to_end_ends_everything_too(start):
    demo = start()
    demo.await_ready()
    demo.family()
    demo.process.send_signal(signal.SIGTERM)
    assert demo.await_end() == 0


def test_when_one_program_dies_the_whole_stops_and_says_so(start):
    demo = start()
    demo.await_ready()
    demo.family()
    demo.children()[-1].kill()
    assert demo.await_end() == 1
    assert re.search(r"The demo stops: (web|worker|beat) ended by itself", demo.said)


def test_a_start_after_everything_was_killed_outright(start):
    demo = start()
    demo.await_ready()
    demo.family()
    demo.process.kill()
    assert demo.await_end() == -signal.SIGKILL
    again = start(port=demo.port)
    again.await_ready()
    assert again.await_all_parts()["scheduler"] == "ok"
    assert again.interrupt() == 0


def test_a_busy_port_is_said_before_anything_is_made(tmp_path):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        demo = Demo(tmp_path / "new", port=busy.getsockname()[1])
        assert demo.await_end() == 1
    assert "cannot be used" in demo.said
    assert f"make demo PORT={demo.port + 1}" in demo.said
    assert not (tmp_path / "new").exists()


def test_one_demo_for_one_data_set(start):
    demo = start()
    demo.await_ready()
    second = start()
    assert second.await_end() == 1
    assert "already running" in second.said
    assert demo.interrupt() == 0


def test_reset_throws_the_data_away(tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "demo.sqlite3").touch()
    command = [sys.executable, str(ROOT / "scripts/demo.py"), "--folder", str(folder), "--reset"]
    subprocess.run(command, check=True, capture_output=True)
    assert not folder.exists()
