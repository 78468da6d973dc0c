"""A meeting's papers as one reader may see them: by item, then by document, each with its files.

Forty papers are a large part of a meeting's page, so plain columns are read and each line is set once for all who see
the same in it.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from councils.documents.choices import DocumentLanguage, Marking
from councils.documents.tables import MARKING_KIND
from meetings.meeting.attached import attached_to
from meetings.meeting.models import Meeting
from meetings.papers.models import Paper
from rec_portal.foundation import policy
from rec_portal.foundation.addresses import address
from rec_portal.foundation.prepared import PreparedQuery
from rec_portal.foundation.text import Bilingual

# What a line says, by the names it has here, in the order in which it is read.
COLUMNS = {
    "public_id": "public_id",
    "newest": "newest",
    "item_number": "item_number",
    "document_pk": "revision__document",
    "document": "revision__document__public_id",
    "title_en": "revision__document__title_en",
    "title_ru": "revision__document__title_ru",
    "symbol": "revision__document__symbol",
    "marking": "revision__document__marking",
    "file": "revision__public_id",
    "language": "revision__language",
    "number": "revision__number",
    "size": "revision__size",
    "body_en": "for_body__short_name_en",
    "body_ru": "for_body__short_name_ru",
    "item_title": "item__title",
}


class PaperFile(NamedTuple):
    """`newer` says that the document has a newer revision in this language than the one that is pinned."""

    public_id: str
    file: str
    language: str
    number: int
    size: int
    newer: bool


class PaperLine(NamedTuple):
    document: str
    title: str
    symbol: str
    marking: str
    for_body: str
    files: tuple[PaperFile, ...]


@dataclass
class PaperGroup:
    """`number` and `title` of the agenda item; 0 and "" for the papers of the meeting as a whole."""

    number: int
    title: str
    lines: list[SafeString] = field(default_factory=list)


class _Row:
    """The columns of one paper, with the document's title and the group it is only for in the reader's language."""

    title, for_body = Bilingual("title"), Bilingual("body")
    public_id: str
    document_pk: int
    document: str
    symbol: str
    marking: str
    file: str
    language: str
    number: int
    newest: int | None
    size: int
    item_title: str
    item_number: int

    def __init__(self, columns: tuple) -> None:
        self.__dict__.update(zip(COLUMNS, columns, strict=True))


def papers_of(meeting: Meeting, reader: Any) -> list[Paper]:
    """In their order: those of the whole meeting first, then item by item."""
    visible: Any = Paper.objects.visible_to(reader, meeting=meeting)
    return list(visible.on_the_table().in_order())


def paper_groups(meeting: Meeting, reader: Any, runs: bool) -> list[PaperGroup]:
    """All of it from one query; with what `runs` the meeting may do with each file."""
    if "papers" not in attached_to(meeting).has:
        # Asking which of them a reader may see is the dearest question of a meeting's page.
        return []
    visible = policy.condition(reader, "see", Paper, meeting=meeting)
    if visible == policy.NOBODY:
        return []
    groups: dict[int, PaperGroup] = {}
    papers: dict[tuple[int, int, str], list[_Row]] = {}
    for row in map(_Row, _PAPERS.rows(visible, meeting=meeting.pk)):
        groups.setdefault(row.item_number, PaperGroup(row.item_number, row.item_title if row.item_number else ""))
        papers.setdefault((row.item_number, row.document_pk, row.for_body or ""), []).append(row)
    place = (get_language() or "en", get_script_prefix())
    for (number, _document, for_body), rows in papers.items():
        first, files = rows[0], tuple(_file(row) for row in rows)
        line = PaperLine(first.document, first.title, first.symbol, first.marking, for_body, files)
        groups[number].lines.append(_line_html(line, runs, place))
    return list(groups.values())


def _visible_papers(visible: Q, meeting: int) -> QuerySet:
    papers: Any = Paper.objects.filter(visible, meeting=meeting)
    return papers.in_order().with_newest().values_list(*COLUMNS.values())


_PAPERS = PreparedQuery(_visible_papers)


def _file(row: _Row) -> PaperFile:
    newer = (row.newest or row.number) > row.number
    return PaperFile(row.public_id, row.file, row.language, row.number, row.size, newer)


@lru_cache(maxsize=2000)
def _line_html(line: PaperLine, runs: bool, _place: tuple[str, str]) -> SafeString:
    """Known by all that it says and by `_place` (language, prefix of addresses), so a change makes another line."""
    context = {
        "line": line,
        "url": address("councils:document", line.document),
        "marking": Marking(line.marking).label,
        "marking_kind": MARKING_KIND[Marking(line.marking)],
        "files": [
            {"row": file, "url": address("councils:file", file.file), "language": DocumentLanguage(file.language).label}
            for file in line.files
        ],
        "runs": runs,
    }
    return mark_safe(render_to_string("meetings/papers/_paper_line.html", context).strip())  # noqa: S308 - rendered
