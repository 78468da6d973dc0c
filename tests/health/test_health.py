"""What watching machines are told, with each part really away."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from celery import current_app
from django.test import Client
from django.utils import timezone

from rec_portal.outbox.heartbeat import note_tick

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ticking(db: None) -> None:
    note_tick(timezone.now())


def ready() -> tuple[int, dict[str, str]]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()["parts"]


def test_alive_says_so_without_any_database() -> None:
    # No database fixture: a query would raise.
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


def test_ready_when_all_parts_answer(ticking) -> None:
    assert ready() == (200, {"database": "ok", "broker": "ok", "scheduler": "ok"})


@pytest.mark.parametrize(("age", "state"), [(179, "ok"), (181, "down")])
def test_a_scheduler_that_is_silent_for_three_minutes_is_down(db, age: int, state: str) -> None:
    note_tick(timezone.now() - timedelta(seconds=age))
    code, parts = ready()
    assert (code == 200, parts["scheduler"]) == (state == "ok", state)


def test_a_scheduler_never_heard_is_down(db) -> None:
    assert ready()[1]["scheduler"] == "down"


def test_a_broker_that_is_away_is_down(ticking, monkeypatch) -> None:
    # The one for reading first: it falls back on the other, so that its old value must be noted before that changes.
    monkeypatch.setattr(current_app.conf, "broker_read_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    assert ready() == (503, {"database": "ok", "broker": "down", "scheduler": "ok"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_they_only_tell(db, path: str) -> None:
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code in (200, 503)


ASK = """
import json, django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "a" * 32
answers = {}
for path in ("/healthz", "/readyz", "/accounts/profile/", "/meetings/", "/"):
    answer = client.get(path)
    answers[path] = [answer.status_code, answer.headers.get("Retry-After"), answer.content.decode()]
login = client.post("/accounts/login/", {"login": "a@example.org", "password": "a river and four stones"})
answers["login"] = [login.status_code, None, login.content.decode()]
print(json.dumps(answers))
"""


@pytest.mark.slow
def test_with_the_database_away_pages_say_503_and_nothing_opens() -> None:
    secret = "not-to-be-seen"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rec_portal.settings.test",
        "DATABASE_URL": f"postgres://watcher:{secret}@127.0.0.1:1/portal",
    }
    run = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    answers = json.loads(run.stdout.strip().splitlines()[-1])
    assert answers["/healthz"][0] == 200
    assert answers["/readyz"][0] == 503
    parts = json.loads(answers["/readyz"][2])["parts"]
    assert (parts["database"], parts["scheduler"]) == ("down", "down")
    for path in ("/accounts/profile/", "/meetings/", "/", "login"):
        assert answers[path][0] == 503, path
    assert answers["/"][1] == "30"
    assert secret not in str(answers)
    assert "127.0.0.1" not in str(answers)
