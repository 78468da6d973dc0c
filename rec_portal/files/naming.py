"""Names of files: what people typed is made safe to show, and never becomes a path of ours."""

import re
import unicodedata
from urllib.parse import quote

from rec_portal.foundation.text import one_line

LONGEST_NAME = 150
# Signs that some system takes for a path, a drive, a wildcard or a quotation.
UNSAFE = re.compile(r'[\\/:*?"<>|;%\x7f]+')


def clean_name(typed: str) -> str:
    """The last part of `typed` without folders, control and direction characters, at most 150 characters long.

    The extension is kept as the last part and in small letters. "file" when nothing remains.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", typed))[-1]
    name = UNSAFE.sub("_", one_line(last)).strip(" ._")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:LONGEST_NAME] or "file"
    extension = extension.lower()[:10]
    return f"{stem[: LONGEST_NAME - len(extension) - 1].rstrip(' .') or 'file'}.{extension}"


def extension_of(name: str) -> str:
    """ "Plan.PDF" -> "pdf"; "" without one."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def inner_extensions(name: str) -> list[str]:
    """ "invoice.exe.pdf" -> ["exe"]."""
    return [part.strip().lower() for part in name.split(".")[1:-1]]


def attachment(name: str) -> str:
    """The Content-Disposition of a file that is to be saved, whatever script its name is in (RFC 6266, RFC 5987)."""
    name = clean_name(name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()-]", "", plain).strip(" ._-")
    extension = extension_of(name)
    if not plain or plain == extension:
        plain = f"document.{extension}" if extension else "document"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def with_marking(name: str, marking: str) -> str:
    """The marking travels with the file: "plan.pdf" -> "[RESTRICTED] plan.pdf"."""
    return clean_name(f"[{marking.upper()}] {name}")
