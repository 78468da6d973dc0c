"""Files on disk, under DOCUMENT_ROOT, which no web server serves: random names, whole or not there at all."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

STORED = re.compile(r"[0-9a-f]{32}")
CHUNK = 1024 * 1024


class TooLarge(ValueError):
    """More bytes than `largest` arrived; nothing is kept."""


@dataclass(frozen=True)
class Written:
    """A file that lies in the waiting room: `path` is its place there, `size` in bytes, `sha256` 64 hex digits."""

    path: Path
    size: int
    sha256: str


def path_of(stored_as: str) -> Path:
    """Where the file of that random name lies; ValueError for anything but such a name."""
    if not STORED.fullmatch(stored_as):
        raise ValueError("not a name that this room gives")
    return _root() / stored_as[:2] / stored_as


@contextmanager
def waiting_room(chunks: Iterable[bytes], *, largest: int) -> Iterator[Written]:
    """Writes `chunks` to a file that is gone afterwards unless it was `admit`ted; hashed as it is written."""
    folder = _root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    path = folder / secrets.token_hex(16)
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > largest:
                    raise TooLarge
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        yield Written(path, size, digest.hexdigest())
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def workshop() -> Iterator[Path]:
    """A place for a file that is being made; `admit` it when it is whole, else it is gone afterwards."""
    folder = _root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    path = folder / secrets.token_hex(16)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def measured(path: Path) -> Written:
    """Size and hash of a finished file, read in pieces and forced to the disk."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
        os.fsync(file.fileno())
    return Written(path, path.stat().st_size, digest.hexdigest())


def admit(path: Path) -> str:
    """Moves a finished file from the waiting room to its place, in one step; returns the name it has there."""
    stored_as = secrets.token_hex(16)
    place = path_of(stored_as)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    path.rename(place)
    for folder in (place.parent, place.parent.parent):
        _settle(folder)
    return stored_as


def discard(stored_as: str) -> None:
    """Takes a file away that no row speaks of (any more)."""
    with suppress(FileNotFoundError):
        path_of(stored_as).unlink()


def pieces(stored_as: str) -> Iterator[bytes]:
    with path_of(stored_as).open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _root() -> Path:
    return Path(settings.DOCUMENT_ROOT)


def _settle(folder: Path) -> None:
    """The new name itself is on the disk, so that a power cut cannot take it back."""
    handle: Any = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
