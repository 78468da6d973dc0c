"""From an upload to a kept file: name, size, kind, content, scanner; then it gets its place, or leaves no trace."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _

from rec_portal.files import storing
from rec_portal.files.contents import NOT_AS_NAMED
from rec_portal.files.kinds import KINDS, RUNNABLE, Kind
from rec_portal.files.naming import clean_name, extension_of, inner_extensions
from rec_portal.files.scanning import scan
from rec_portal.foundation.refusals import InvalidInput


class Upload(Protocol):
    """What Django hands over for an uploaded file."""

    name: str | None

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True)
class Kept:
    """A file in its place. `scanned` says whether a scanner looked at it."""

    stored_as: str
    name: str
    size: int
    media_type: str
    sha256: str
    scanned: bool


def take_in(upload: Upload) -> Kept:
    """Keeps the file, or raises InvalidInput on "file" and keeps nothing. `discard` it when the row cannot be made."""
    name = clean_name(upload.name or "")
    kind = _kind_of(name)
    try:
        with storing.waiting_room(upload.chunks(), largest=settings.DOCUMENT_LARGEST) as written:
            if not written.size:
                raise _refused(_("This file is empty."))
            _insist_on(kind, written.path)
            scanned = scan(written.path)
            stored_as = storing.admit(written.path)
    except storing.TooLarge as trouble:
        largest = settings.DOCUMENT_LARGEST // (1024 * 1024)
        raise _refused(_("This file is larger than %(largest)d MB.") % {"largest": largest}) from trouble
    return Kept(stored_as, name, written.size, kind.media_type, written.sha256, scanned)


def _kind_of(name: str) -> Kind:
    kind = KINDS.get(extension_of(name))
    if kind is None:
        kinds = ", ".join(sorted(KINDS))
        raise _refused(_("Files of this kind are not accepted. Accepted are: %(kinds)s.") % {"kinds": kinds})
    if RUNNABLE & set(inner_extensions(name)):
        raise _refused(_("The name of this file has two endings. Rename it and try again."))
    return kind


def _insist_on(kind: Kind, path: Path) -> None:
    trouble = kind.check(path)
    if trouble is None and kind.magic and not kind.magic & _by_signature(path):
        trouble = NOT_AS_NAMED
    if trouble is not None:
        raise _refused(_(trouble))


def _by_signature(path: Path) -> set[str]:
    """The extensions of which the first bytes speak, without dots."""
    try:
        found = puremagic.magic_file(str(path))
    except (puremagic.PureError, ValueError, OSError):
        return set()
    return {match.extension.lstrip(".").lower() for match in found}


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, field="file")
