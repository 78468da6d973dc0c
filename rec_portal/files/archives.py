"""Office files are zip archives: what is inside is counted, measured and read before anybody unpacks it."""

import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from rec_portal.files.contents import NOT_AS_NAMED, TWO_IN_ONE

BROKEN = gettext_noop("This file is broken: its parts cannot be read. Save it anew in its own program and try again.")
PROTECTED = gettext_noop("This file is protected by a password. Save it without one and try again.")
TOO_MUCH = gettext_noop("Unpacked, this file would be far too large. It is not accepted.")
ODD_NAMES = gettext_noop("Parts of this file have names that lead out of it. It is not accepted.")
MACROS = gettext_noop("This file holds macros. Save it without them (docx, xlsx, pptx, odt, ods, odp) and try again.")
FROM_ELSEWHERE = gettext_noop("This file fetches parts from elsewhere when it is opened. It is not accepted.")

CONTENT_TYPES = "[Content_Types].xml"
ENCRYPTED = 0x1
LONGEST_RELATIONS = 4 * 1024 * 1024
Check = Callable[[Path], str | None]


def office_check(main_part: str) -> Check:
    """For docx, xlsx and pptx, of which `main_part` is the heart."""

    def look(archive: zipfile.ZipFile, names: set[str]) -> str | None:
        if CONTENT_TYPES not in names or main_part not in names:
            return NOT_AS_NAMED
        lowered = {name.lower() for name in names}
        if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name for name in lowered):
            return MACROS
        if b"macroenabled" in archive.read(CONTENT_TYPES).lower():
            return MACROS
        # A link to a page is normal; a template or a part that is loaded unasked is not.
        return FROM_ELSEWHERE if any(_loads(archive, name) for name in names if name.endswith(".rels")) else None

    return lambda path: _looked_through(path, look)


def open_check(media_type: str) -> Check:
    """For odt, ods and odp, which say in their first part what they are."""

    def look(archive: zipfile.ZipFile, names: set[str]) -> str | None:
        if "mimetype" not in names or archive.read("mimetype").strip() != media_type.encode():
            return NOT_AS_NAMED
        if "content.xml" not in names:
            return NOT_AS_NAMED
        return MACROS if any(name.startswith(("Basic/", "Scripts/")) for name in names) else None

    return lambda path: _looked_through(path, look)


def _looked_through(path: Path, look: Callable[[zipfile.ZipFile, set[str]], str | None]) -> str | None:
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return NOT_AS_NAMED
    try:
        with zipfile.ZipFile(path) as archive:
            return (
                _second_file(path, archive)
                or _measure(archive, path.stat().st_size)
                or look(archive, set(archive.namelist()))
                or _read_all(archive)
            )
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, NotImplementedError, EOFError, OSError, RuntimeError):
        return BROKEN


def _second_file(path: Path, archive: zipfile.ZipFile) -> str | None:
    """Nothing stands before the first entry or behind the end of the directory."""
    with path.open("rb") as file:
        file.seek(-22, 2)
        if archive.comment or file.read(4) != b"PK\x05\x06":
            return TWO_IN_ONE
    first = min((entry.header_offset for entry in archive.infolist()), default=0)
    return TWO_IN_ONE if first else None


def _measure(archive: zipfile.ZipFile, size: int) -> str | None:
    """By what the directory says; `_read_all` finds out a directory that lies."""
    entries = archive.infolist()
    if len(entries) > settings.DOCUMENT_MOST_ENTRIES or len({entry.filename for entry in entries}) < len(entries):
        return TOO_MUCH
    if sum(entry.file_size for entry in entries) > settings.DOCUMENT_LARGEST_UNPACKED:
        return TOO_MUCH
    if sum(entry.compress_size for entry in entries) > size:
        return TOO_MUCH  # Entries that overlap: the same bytes are to be unpacked many times.
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        return PROTECTED
    return ODD_NAMES if any(_leads_out(entry.filename) for entry in entries) else None


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _read_all(archive: zipfile.ZipFile) -> str | None:
    for entry in archive.infolist():
        with archive.open(entry) as part:
            while part.read(1024 * 1024):
                pass
    return None


def _loads(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a list of relations names something from elsewhere that is not a mere link to follow."""
    with archive.open(name) as part:
        content = part.read(LONGEST_RELATIONS)
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    for relation in re.split(r"<(?:\w+:)?Relationship\s", text)[1:]:
        attributes = relation.partition(">")[0]
        if re.search(r"""TargetMode\s*=\s*["']External""", attributes) and "/hyperlink" not in attributes:
            return True
    return False
