"""A pack with a broken, an encrypted and a 300 MB paper: each is named, none is read into memory, the rest is built."""

import tracemalloc

import pytest

from meetings.papers.choices import PackState
from rec_portal.files.storing import path_of
from tests.factories.documents import make_pack
from tests.meetings.papers.support import encrypted, put, texts

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024
HEAVY = 300 * MEGABYTE


@pytest.fixture
def heavy(world, meeting):
    """A paper whose file really is that long on the disk; `said` is what its row says of it."""

    def make(said: int):
        paper = put(world, meeting, "Heavy one")
        with path_of(paper.revision.stored_as).open("r+b") as file:
            file.truncate(HEAVY)
        paper.revision.size = said
        paper.revision.save()
        return paper

    return make


@pytest.mark.parametrize("said", [HEAVY, 4000], ids=["its row says so", "its row says it is small"])
def test_the_culprits_are_named_and_the_rest_is_built(world, meeting, heavy, said):
    put(world, meeting, "Sound one")
    put(world, meeting, "Broken one", content=b"%PDF-1.4\nnothing more")
    put(world, meeting, "Locked one", content=encrypted())
    assert path_of(heavy(said).revision.stored_as).stat().st_size == HEAVY
    put(world, meeting, "Last one")
    tracemalloc.start()
    try:
        pack = make_pack(meeting, actor=world.secretary)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (pack.state, pack.done, pack.total) == (PackState.READY, 5, 5)
    assert {culprit["name"]: culprit["reason"] for culprit in pack.culprits} == {
        "Broken one (English)": "The file is broken and cannot be read.",
        "Locked one (English)": "The file is protected by a password.",
        "Heavy one (English)": "The file is too large for the pack.",
    }
    pages = texts(pack)
    assert len(pages) == 2 + 2 + 3 + 2
    assert "Sound one, page 1" in pages[2]
    assert "Last one, page 2" in pages[-1]
    for title in ("Broken one", "Locked one", "Heavy one"):
        assert title in pages[1].partition("Not in this pack")[2]
    assert peak < 100 * MEGABYTE
