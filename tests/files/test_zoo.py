"""The upload zoo: each of its files comes to what it should, and what is refused leaves nothing behind."""

import hashlib

import pytest

from rec_portal.files import storing
from rec_portal.files.intake import take_in
from rec_portal.files.naming import attachment
from rec_portal.foundation.refusals import InvalidInput
from rec_portal.foundation.text import DIRECTION_MARKS
from tests.files.zoo import KEPT, ZOO


class Upload:
    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.content = name, content

    def chunks(self):
        size = 1024 * 1024
        yield from (self.content[at : at + size] for at in range(0, len(self.content), size))


@pytest.fixture(autouse=True)
def small_limits(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path
    settings.DOCUMENT_LARGEST = 1_900_000
    settings.DOCUMENT_LARGEST_UNPACKED = 5_000_000
    settings.DOCUMENT_MOST_ENTRIES = 50
    settings.DOCUMENT_SCANNER = "rec_portal.files.scanning.no_test_virus"


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_zoo_is_large_enough():
    assert len(ZOO) >= 120


@pytest.mark.parametrize("label", ZOO)
def test_as_expected(label, tmp_path):
    name, content, expected = ZOO[label]
    if expected != KEPT:
        with pytest.raises(InvalidInput, match=expected) as refused:
            take_in(Upload(name, content))
        assert refused.value.field == "file"
        assert files_in(tmp_path) == []
        return
    kept = take_in(Upload(name, content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.size, kept.scanned) == (len(content), True)
    assert files_in(tmp_path) == [storing.path_of(kept.stored_as)]
    assert b"".join(storing.pieces(kept.stored_as)) == content
    assert not set(kept.name) & (set('/\\:*?"<>|%\x00\r\n\x07') | DIRECTION_MARKS)
    assert not kept.name.startswith(".")
    assert len(kept.name) <= 150
    header = attachment(kept.name)
    assert header.isascii()
    assert header.isprintable()
    storing.discard(kept.stored_as)
    storing.discard(kept.stored_as)
    assert files_in(tmp_path) == []
