import pytest

from rec_portal.files import storing


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path
    return tmp_path


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 32, "g" * 32, "a" * 31, "a" * 33, "a" * 32 + "\n"])
def test_only_names_of_our_own_become_a_path(name):
    with pytest.raises(ValueError, match="not a name"):
        storing.path_of(name)


def test_nothing_stays_when_the_sending_breaks_off(root):
    def broken():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError), storing.waiting_room(broken(), largest=100):
        raise AssertionError("must not get here")
    assert files_in(root) == []


def test_nothing_stays_that_is_too_large_or_not_admitted(root):
    with pytest.raises(storing.TooLarge), storing.waiting_room([b"x" * 10, b"y"], largest=10):
        raise AssertionError("must not get here")
    with storing.waiting_room([b"x" * 10], largest=10) as written:
        assert written.size == 10
    assert files_in(root) == []


def test_a_made_file_gets_its_place_in_one_step(root):
    with storing.workshop() as path:
        path.write_bytes(b"book")
        assert storing.measured(path).size == 4
        stored_as = storing.admit(path)
    assert files_in(root) == [storing.path_of(stored_as)]
    assert storing.path_of(stored_as).read_bytes() == b"book"
    with storing.workshop() as path:
        path.write_bytes(b"half a book")
    assert len(files_in(root)) == 1
