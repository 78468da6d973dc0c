"""All papers of a meeting as one ZIP, made while it is sent: nothing waits in memory or on the disk."""

import zipfile
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from councils.documents.choices import Marking
from meetings.meeting.models import Meeting
from meetings.papers.models import Paper
from rec_portal.files import storing
from rec_portal.files.naming import clean_name, extension_of, with_marking
from rec_portal.foundation.text import one_line

# No file inside is newer than the archive's format allows; a fixed date also keeps it the same each time.
STAMP = (2024, 1, 1, 0, 0, 0)
LONGEST_STEM = 80


class _Spout:
    """A file that can only be written; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        data, self.pieces = b"".join(self.pieces), []
        return data


def papers_archive(meeting: Meeting, papers: Sequence[Paper]) -> Iterator[bytes]:
    """The archive in pieces: a list of what is inside, then the files, none of them packed any smaller."""
    names = names_inside(papers)
    return _poured(names, papers, _listed(meeting, papers, names))


def _poured(names: list[str], papers: Sequence[Paper], listed: str) -> Iterator[bytes]:
    spout = _Spout()
    with zipfile.ZipFile(spout, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        archive.writestr(zipfile.ZipInfo("00 index.txt", STAMP), listed.encode())
        for name, paper in zip(names, papers, strict=True):
            if not storing.path_of(paper.revision.stored_as).exists():
                continue  # The list says it is missing.
            with archive.open(zipfile.ZipInfo(name, STAMP), "w", force_zip64=True) as part:
                for piece in storing.pieces(paper.revision.stored_as):
                    part.write(piece)
                    yield spout.taken()
    yield spout.taken()


def names_inside(papers: Sequence[Paper]) -> list[str]:
    """As "03 [RESTRICTED] Work plan (ru).docx": numbered, so that no two are the same, in the order of the meeting."""
    names = []
    for number, paper in enumerate(papers, start=1):
        document, revision = paper.revision.document, paper.revision
        stem = document.title[:LONGEST_STEM].rstrip()
        name = f"{stem} ({revision.language}).{extension_of(revision.original_name)}"
        marked = with_marking(name.replace("/", "-"), document.get_marking_display())  # type: ignore[attr-defined]
        names.append(clean_name(f"{number:02d} {marked}"))
    return names


def archive_name(meeting: Meeting, papers: Sequence[Paper]) -> str:
    marking = Marking(narrowest_marking(papers)).label
    return with_marking(f"{meeting.title[:LONGEST_STEM].replace('/', '-')}.zip", str(marking))


def narrowest_marking(papers: Sequence[Paper]) -> str:
    """The marking of a whole is that of its most closely held part."""
    order = Marking.values
    return max((paper.revision.document.marking for paper in papers), key=order.index)


def _listed(meeting: Meeting, papers: Sequence[Paper], names: list[str]) -> str:
    lines = [one_line(meeting.title), ""]
    for name, paper in zip(names, papers, strict=True):
        revision = paper.revision
        missing = not storing.path_of(revision.stored_as).exists()
        lines += [
            name,
            "    " + _("Marking: %(marking)s") % {"marking": revision.document.get_marking_display()},  # type: ignore[attr-defined]
            "    "
            + _("%(language)s, revision %(number)d")
            % {"language": revision.get_language_display(), "number": revision.number},  # type: ignore[attr-defined]
            f"    SHA-256 {revision.sha256}",
            *(["    " + _("The file is missing. Please tell the secretariat.")] if missing else []),
            "",
        ]
    return "\r\n".join(lines)
