"""Finished pieces of text, kept in memory under everything they depend on, so that nobody need be told of changes."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Piece = TypeVar("Piece")


class Kept(Generic[Piece]):
    """At most `most` pieces, the longest unused dropped first. Safe for several threads."""

    def __init__(self, most: int) -> None:
        self._pieces: OrderedDict[Hashable, Piece] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, key: Hashable) -> Piece | None:
        with self._lock:
            piece = self._pieces.get(key)
            if piece is not None:
                self._pieces.move_to_end(key)
            return piece

    def put(self, key: Hashable, piece: Piece) -> None:
        with self._lock:
            self._pieces[key] = piece
            while len(self._pieces) > self._most:
                self._pieces.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pieces.clear()
