"""A meeting's papers as one reader may see them: by item, then by document, each with its files."""

from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import filesizeformat

from councils.models import Document
from councils.tables.documents import marking_kind
from meetings.models import Meeting, Paper
from meetings.services.attached import attached_to
from rec_portal.foundation.addresses import address


@dataclass(frozen=True)
class PaperFile:
    """`newer` says that the document has a newer revision in this language than the one that is pinned."""

    public_id: str
    url: str
    language: str
    number: int
    size: str
    newer: bool


@dataclass
class PaperLine:
    title: str
    url: str
    symbol: str
    marking: str
    marking_kind: str
    for_body: str
    files: list[PaperFile] = field(default_factory=list)


@dataclass
class PaperGroup:
    """`number` and `title` of the agenda item; 0 and "" for the papers of the meeting as a whole."""

    number: int
    title: str
    lines: list[PaperLine] = field(default_factory=list)


def papers_of(meeting: Meeting, reader: Any) -> list[Paper]:
    """In their order: those of the whole meeting first, then item by item."""
    if not attached_to(meeting).papers:
        # Asking which of them a reader may see is the dearest question of a meeting's page.
        return []
    visible: Any = Paper.objects.visible_to(reader, meeting=meeting)
    found = list(visible.on_the_table().with_newest())
    return sorted(found, key=lambda paper: (_item_number(paper), paper.position, paper.pk))


def paper_groups(meeting: Meeting, reader: Any) -> list[PaperGroup]:
    """All of it from one query."""
    groups: dict[int, PaperGroup] = {}
    lines: dict[tuple[int, int, int | None], PaperLine] = {}
    for paper in papers_of(meeting, reader):
        number, document = _item_number(paper), paper.revision.document
        title = paper.item.title if paper.item and number else ""
        group = groups.setdefault(number, PaperGroup(number, title))
        key = (number, document.pk, paper.for_body_id)
        if key not in lines:
            lines[key] = _line(paper, document)
            group.lines.append(lines[key])
        lines[key].files.append(_file(paper))
    return list(groups.values())


def _item_number(paper: Paper) -> int:
    """0 where the item was moved elsewhere in the meantime: the paper stayed with the meeting."""
    return paper.item.position if paper.item and paper.item.meeting_id == paper.meeting_id else 0


def _line(paper: Paper, document: Document) -> PaperLine:
    return PaperLine(
        title=document.title,
        url=document.get_absolute_url(),
        symbol=document.symbol,
        marking=document.get_marking_display(),  # type: ignore[attr-defined]
        marking_kind=marking_kind(document),
        for_body=paper.for_body.short_name if paper.for_body else "",
    )


def _file(paper: Paper) -> PaperFile:
    revision = paper.revision
    return PaperFile(
        public_id=paper.public_id,
        url=address("councils:file", revision.public_id),
        language=revision.get_language_display(),  # type: ignore[attr-defined]
        number=revision.number,
        size=filesizeformat(revision.size),
        newer=getattr(paper, "newest", revision.number) > revision.number,
    )
