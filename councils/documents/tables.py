"""Documents as lines: their newest file in each language, for one reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import filesizeformat

from councils.documents.choices import DocumentLanguage, Marking, Scan
from councils.documents.models import Document, DocumentRevision
from rec_portal.foundation import spelling
from rec_portal.foundation.addresses import address

# How narrow the circle is, as the tint of a tag; the word says it, and no sign of success or failure stands before it.
MARKING_KIND = {
    Marking.PUBLIC: "ok tag-plain",
    Marking.MEMBERS: "info tag-plain",
    Marking.RESTRICTED: "warn tag-plain",
    Marking.CONFIDENTIAL: "bad tag-plain",
}


@dataclass(frozen=True)
class FileLine:
    url: str
    language: str
    number: int
    name: str
    size: str
    when: str
    who: str
    sha256: str
    scan: str
    newest: bool


@dataclass
class DocumentLine:
    """`files` are address and language of the newest in each."""

    document: Document
    marking: str
    marking_kind: str
    files: list[tuple[str, str]] = field(default_factory=list)


def marking_kind(document: Document) -> str:
    return MARKING_KIND[Marking(document.marking)]


def document_lines(documents: Sequence[Document], reader: Any) -> list[DocumentLine]:
    """Each with its newest file in each language: one query for all of them."""
    lines = {row.pk: DocumentLine(row, str(Marking(row.marking).label), marking_kind(row)) for row in documents}
    revisions = DocumentRevision.objects.visible_to(reader).filter(document__in=lines).order_by("language", "number")
    rows = revisions.values_list("document_id", "language", "public_id")
    newest = {(document, language): file for document, language, file in rows}
    for (document, language), file in newest.items():
        lines[document].files.append((address("councils:file", file), str(DocumentLanguage(language).label)))
    return list(lines.values())


def file_lines(document: Document, reader: Any, zone: str) -> list[FileLine]:
    """All files, by language, the newest first within each."""
    rows = DocumentRevision.objects.visible_to(reader).filter(document=document).select_related("uploaded_by")
    seen: set[str] = set()
    lines = []
    for row in rows.order_by("language", "-number"):
        lines.append(file_line(row, zone, newest=row.language not in seen, said_by=True))
        seen.add(row.language)
    return lines


def file_line(row: DocumentRevision, zone: str, *, newest: bool, said_by: bool = False) -> FileLine:
    return FileLine(
        url=address("councils:file", row.public_id),
        language=str(DocumentLanguage(row.language).label),
        number=row.number,
        name=row.original_name,
        size=filesizeformat(row.size),
        when=spelling.moment(row.created_at, zone),
        who=str(row.uploaded_by) if said_by and row.uploaded_by else "",
        sha256=row.sha256,
        scan=str(Scan(row.scan).label),
        newest=newest,
    )


def languages_missing(lines: Iterable[FileLine], languages: Iterable[str]) -> list[str]:
    known = {line.language for line in lines}
    return [language for language in languages if language not in known]
