"""The message files are compiled before anything is read in Russian, also where the tests were not begun by make."""

import subprocess
import sys

import pytest

from tests.locale.messages import ROOT


@pytest.fixture(scope="session", autouse=True)
def compiled_messages() -> None:
    subprocess.run([sys.executable, "scripts/compile_messages.py"], cwd=ROOT, check=True, capture_output=True)
