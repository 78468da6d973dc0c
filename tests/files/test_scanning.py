"""The scanner's hook: none, a function, a program; and closed whenever one does not work."""

import sys

import pytest

from rec_portal.files.scanning import scan
from rec_portal.foundation.refusals import InvalidInput


def never_clean(path):
    return False


def out_of_order(path):
    raise ConnectionError("no daemon")


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(b"content")
    return file


def program(code: int) -> list[str]:
    return [sys.executable, "-c", f"import sys; assert open(sys.argv[1]).read() == 'content'; sys.exit({code})"]


def test_without_a_scanner_the_answer_is_that_nobody_looked(path):
    assert scan(path) is False


@pytest.mark.parametrize(
    ("function", "command", "message"),
    [
        ("tests.files.test_scanning.never_clean", [], "refused"),
        ("tests.files.test_scanning.out_of_order", [], "could not be checked"),
        ("tests.files.nowhere", [], "could not be checked"),
        ("", program(1), "refused"),
        ("", program(2), "could not be checked"),
        ("", ["/no/such/program"], "could not be checked"),
        ("rec_portal.files.scanning.no_test_virus", program(1), "refused"),
    ],
)
def test_it_fails_closed(settings, path, function, command, message):
    settings.DOCUMENT_SCANNER, settings.DOCUMENT_SCANNER_COMMAND = function, command
    with pytest.raises(InvalidInput, match=message):
        scan(path)


def test_a_scanner_that_is_too_slow_lets_nothing_pass(settings, path):
    settings.DOCUMENT_SCANNER_COMMAND = [sys.executable, "-c", "import time; time.sleep(30)"]
    settings.DOCUMENT_SCANNER_SECONDS = 0.2
    with pytest.raises(InvalidInput, match="could not be checked"):
        scan(path)


@pytest.mark.parametrize("command", [[], program(0)])
def test_clean(settings, path, command):
    settings.DOCUMENT_SCANNER = "rec_portal.files.scanning.no_test_virus"
    settings.DOCUMENT_SCANNER_COMMAND = command
    assert scan(path) is True
