"""The kinds of files that are taken in, and how each shows that it is what its name says."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rec_portal.files import archives, contents

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class Kind:
    """`check(path)` returns None, or an English sentence of the catalogue saying what is wrong.

    `magic` are the extensions of which puremagic must name one; empty for texts, which have no signature.
    """

    media_type: str
    check: Callable[[Path], str | None]
    magic: frozenset[str] = frozenset()


def _office(part: str, folder: str, *magic: str) -> Kind:
    return Kind(f"{OFFICE}.{part}", archives.office_check(folder), frozenset({"zip", *magic}))


def _open(part: str, *magic: str) -> Kind:
    return Kind(f"{OPEN}.{part}", archives.open_check(f"{OPEN}.{part}"), frozenset({"zip", *magic}))


PNG = Kind("image/png", contents.check_png, frozenset({"png"}))
JPEG = Kind("image/jpeg", contents.check_jpeg, frozenset({"jpg", "jpeg", "jfif"}))

KINDS = {
    "pdf": Kind("application/pdf", contents.check_pdf, frozenset({"pdf"})),
    "docx": _office("wordprocessingml.document", "word/document.xml", "docx"),
    "xlsx": _office("spreadsheetml.sheet", "xl/workbook.xml", "xlsx"),
    "pptx": _office("presentationml.presentation", "ppt/presentation.xml", "pptx"),
    "odt": _open("text", "odt"),
    "ods": _open("spreadsheet", "ods"),
    "odp": _open("presentation", "odp"),
    "txt": Kind("text/plain", contents.check_text),
    "md": Kind("text/markdown", contents.check_text),
    "csv": Kind("text/csv", contents.check_text),
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
}

# Between the name and its end, these say that somebody wants the file to be run ("invoice.exe.pdf").
_PROGRAMS = ("exe", "com", "bat", "cmd", "scr", "pif", "msi", "dll", "lnk", "jar", "apk", "app", "iso", "img")
_SCRIPTS = ("js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "ps1", "sh", "py", "rb", "pl", "php")
_PAGES = ("html", "htm", "xhtml", "svg", "xml", "docm", "xlsm", "pptm", "dotm")
RUNNABLE = frozenset((*_PROGRAMS, *_SCRIPTS, *_PAGES))
