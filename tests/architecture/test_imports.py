"""One direction: meetings, working groups, councils, ground floor; and the order of rooms inside an app."""

import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


def contracts_hold(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--no-logo", "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_import_contracts_hold():
    answer = contracts_hold(ROOT)
    assert answer.returncode == 0, answer.stdout


def test_an_import_against_the_direction_is_noticed(tmp_path):
    for package in ("rec_portal", "councils", "working_groups", "meetings"):
        for source in (ROOT / package).rglob("*.py"):
            target = tmp_path / source.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source.read_text())
    with (tmp_path / "councils/choices.py").open("a") as choices:
        choices.write("\n\ndef hidden():\n    import meetings.models\n")
    answer = contracts_hold(tmp_path)
    assert answer.returncode == 1
    assert "councils is not allowed to import meetings" in answer.stdout
