"""What is inside PDF files, pictures and texts, as far as it decides whether they are taken in.

Each check returns None or an English sentence of the catalogue. None of them opens the file with a program that
could be attacked by it: a PDF that is broken inside passes here, and is named when a board pack is made.
"""

import struct
from pathlib import Path

from django.utils.translation import gettext_noop

HEAD, TAIL = 4096, 66_000
MOST_PIXELS = 200_000_000
END_OF_ZIP = b"PK\x05\x06"
MARKUP = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<iframe", b"<?php", b"<body")
# Beginnings of texts that a program would run or draw.
RUN = (b"#!", b"<?xml", b"<!doctype", b"mz\x90", b"\x7felf", *MARKUP)

NOT_AS_NAMED = gettext_noop("The content does not fit the name. Save the file anew in its own program and try again.")
TWO_IN_ONE = gettext_noop("This file holds a second file inside. Save it anew in its own program and try again.")
ACTIVE = gettext_noop("This file holds a page or a program for a browser. Such files are not accepted.")
NO_TEXT = gettext_noop("This is not a plain text in UTF-8. In your program choose “Save as”, encoding UTF-8.")
HUGE_PICTURE = gettext_noop("This picture has too many pixels. Make it smaller and try again.")

TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13} | {127}


def check_pdf(path: Path) -> str | None:
    head, tail = _ends(path)
    if not head.startswith(b"%PDF-"):
        return NOT_AS_NAMED
    if END_OF_ZIP in tail:
        return TWO_IN_ONE
    # Up to the first object there is a version and a comment, and nothing that a browser could read as a page.
    begin = head.partition(b" obj")[0].lower()
    return ACTIVE if any(mark in begin for mark in MARKUP) else None


def check_png(path: Path) -> str | None:
    head, _tail = _ends(path)
    if not head.startswith(b"\x89PNG\r\n\x1a\n") or head[12:16] != b"IHDR":
        return NOT_AS_NAMED
    width, height = struct.unpack(">II", head[16:24])
    if width * height > MOST_PIXELS:
        return HUGE_PICTURE
    return _after_the_last_chunk(path)


def _after_the_last_chunk(path: Path) -> str | None:
    """A PNG is chunks up to IEND; what comes after it belongs to another file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        at = 8
        while at + 12 <= size:
            file.seek(at)
            length, kind = struct.unpack(">I4s", file.read(8))
            at += 12 + length
            if kind == b"IEND":
                return None if at == size else TWO_IN_ONE
    return NOT_AS_NAMED


def check_jpeg(path: Path) -> str | None:
    head, tail = _ends(path)
    if not head.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in tail:
        return NOT_AS_NAMED
    if END_OF_ZIP in tail:
        return TWO_IN_ONE
    lowered = (head + tail).lower()
    return ACTIVE if any(mark in lowered for mark in (b"<script", b"<?php", b"<html", b"<svg")) else None


def check_text(path: Path) -> str | None:
    head, tail = _ends(path)
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begin.startswith(RUN):
        return ACTIVE
    if END_OF_ZIP in tail:
        return TWO_IN_ONE
    try:
        with path.open(encoding="utf-8", newline="") as file:
            while part := file.read(65_536):
                if any(ord(sign) in TEXT_CONTROLS for sign in set(part)):
                    return NO_TEXT
    except UnicodeDecodeError:
        return NO_TEXT
    return None


def _ends(path: Path) -> tuple[bytes, bytes]:
    """The first and the last bytes; of a small file each is all of it."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(max(0, path.stat().st_size - TAIL))
        return head, file.read(TAIL)
