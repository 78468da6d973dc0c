"""One direction: meetings, working groups, councils, ground floor; the rooms of an app; the files of a room."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


def contracts_hold(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--no-logo", "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_import_contracts_hold():
    answer = contracts_hold(ROOT)
    assert answer.returncode == 0, answer.stdout


@pytest.fixture
def copy(tmp_path):
    for package in ("rec_portal", "councils", "working_groups", "meetings"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    return tmp_path


@pytest.mark.parametrize(
    ("file", "imported", "answer"),
    [
        ("councils/bodies/choices.py", "meetings.models", "councils is not allowed to import meetings"),
        ("meetings/agenda/choices.py", "meetings.record.choices", "meetings.agenda is not allowed to import"),
        ("meetings/calling/policy.py", "meetings.papers.choices", "meetings.calling is not allowed to import"),
        ("meetings/papers/choices.py", "meetings.planning.choices", "meetings.papers is not allowed to import"),
        ("councils/organisations/choices.py", "councils.seats.models", "councils.organisations is not allowed"),
        ("working_groups/roadmap/models.py", "working_groups.plans.models", "working_groups.roadmap is not allowed"),
        ("meetings/record/policy.py", "meetings.record.models", "meetings.record.policy is not allowed to import"),
    ],
)
def test_an_import_against_the_direction_is_noticed(copy, file, imported, answer):
    with (copy / file).open("a") as source:
        source.write(f"\n\ndef hidden():\n    import {imported}\n")
    found = contracts_hold(copy)
    assert found.returncode == 1
    assert answer in found.stdout
