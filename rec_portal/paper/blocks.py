"""A document as a row of blocks, so that its PDF and its DOCX say the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rec_portal.foundation.markdown import parse
from rec_portal.paper.pdf import Sheet


@dataclass(frozen=True)
class Run:
    """A stretch of text in one look."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """`runs` may hold line breaks; `bullet` is what stands before an item of a list ("–", "1.")."""

    runs: tuple[Run, ...]
    bullet: str = ""
    soft: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Facts:
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Rows:
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


Block = Heading | Paragraph | Facts | Rows


@dataclass(frozen=True)
class Paper:
    """`marking` stands on each page; `language` is that of the text ("en", "ru")."""

    title: str
    marking: str
    language: str
    blocks: list[Block] = field(default_factory=list)


def paragraph(text: str, *, bold: bool = False, soft: bool = False) -> Paragraph:
    return Paragraph((Run(text, bold=bold),), soft=soft)


def as_pdf(paper: Paper) -> bytes:
    """Call it with the paper's language active: the foot of each page is in words."""
    sheet = Sheet(paper.title, marking=paper.marking, language=paper.language)
    sheet.heading(paper.title, 0)
    for block in paper.blocks:
        if isinstance(block, Heading):
            sheet.heading(block.text, block.level)
        elif isinstance(block, Facts):
            sheet.facts(block.pairs)
        elif isinstance(block, Rows):
            sheet.table(block.head, block.rows, widths=block.widths or None)
        else:
            _set_paragraph(sheet, block)
    return sheet.written()


def _set_paragraph(sheet: Sheet, block: Paragraph) -> None:
    looks = [f"{'B' * run.bold}{'I' * run.italic}" for run in block.runs]
    if block.bullet or len(set(looks)) > 1 or "I" in "".join(looks):
        sheet.mixed(
            [(run.text, look) for run, look in zip(block.runs, looks, strict=True)],
            bullet=block.bullet,
            soft=block.soft,
        )
    else:
        sheet.paragraph(block.text, bold="B" in looks, soft=block.soft)


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a text in Markdown, with the same reader as the pages."""
    return list(_Reader(parse(markdown)).blocks())


class _Reader:
    """Walks over the tokens; headings of the text are of level 2 and more, those of the document of level 1."""

    def __init__(self, tokens: Iterable[Any]) -> None:
        self.tokens = list(tokens)
        self.bullets: list[list[Any]] = []
        self.heading = 0
        self.table: list[list[str]] | None = None

    def blocks(self) -> Iterator[Block]:
        for token in self.tokens:
            if token.type == "heading_open":
                self.heading = int(token.tag[1]) - 1
            elif token.type == "heading_close":
                self.heading = 0
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                ordered = token.type == "ordered_list_open"
                self.bullets.append([int(token.attrGet("start") or 1) if ordered else None, True])
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                self.bullets.pop()
            elif token.type == "list_item_open":
                self.bullets[-1][1] = True
            else:
                yield from self._other(token)

    def _other(self, token: Any) -> Iterator[Block]:
        if token.type in ("fence", "code_block"):
            yield paragraph(token.content.rstrip("\n"))
        elif token.type == "table_open":
            self.table = []
        elif token.type == "tr_open" and self.table is not None:
            self.table.append([])
        elif token.type == "table_close" and self.table:
            head, *rows = self.table
            self.table = None
            yield Rows(head, rows)
        elif token.type == "inline":
            yield from self._inline(_runs(token))

    def _inline(self, runs: tuple[Run, ...]) -> Iterator[Block]:
        text = "".join(run.text for run in runs)
        if self.table is not None:
            self.table[-1].append(text)
        elif self.heading:
            yield Heading(text, min(self.heading, 3))
        else:
            yield Paragraph(runs, bullet=self._bullet())

    def _bullet(self) -> str:
        """Only the first paragraph of an item has one."""
        if not self.bullets or not self.bullets[-1][1]:
            return ""
        level = self.bullets[-1]
        level[1] = False
        if level[0] is None:
            return "–"
        level[0] += 1
        return f"{level[0] - 1}."


def _runs(token: Any) -> tuple[Run, ...]:
    runs, bold, italic = [], 0, 0
    for child in token.children or ():
        bold += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        text = "\n" if child.type in ("softbreak", "hardbreak") else child.content
        if text:
            runs.append(Run(text, bold=bold > 0, italic=italic > 0))
    return tuple(runs)
