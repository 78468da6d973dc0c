"""DOCX files: the same blocks as the PDF, in styles that an editor can change."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from rec_portal.foundation.text import one_line, several_lines
from rec_portal.paper.blocks import Block, Facts, Heading, Paper, Paragraph, Rows, Run

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FACE = "Noto Sans"
BRAND, SOFT = RGBColor(10, 79, 125), RGBColor(70, 83, 102)
# The sheet and the look of tables are those of the PDF.
WIDTH, HEIGHT, MARGIN = Mm(210), Mm(297), Mm(20)
FACTS, LINE, FILL = (1, 3), "C3CCD6", "EEF2F6"
HANGING = Mm(7)
LANGUAGES = {"en": "en-GB", "ru": "ru-RU"}


def as_docx(paper: Paper) -> bytes:
    """Call it with the paper's language active: the foot of each page is in words."""
    document = Document()
    _set_up(document, paper)
    document.add_heading(one_line(paper.title), 0)
    for block in paper.blocks:
        _add(document, block)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    document.core_properties.title = one_line(paper.title)[:250]
    document.core_properties.author = "REC Portal"
    document.core_properties.language = LANGUAGES.get(paper.language, paper.language)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name = FACE
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FACE)
        # The themes' own faces would win over the named one.
        for kind in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(kind), None)
        if name != "Normal":
            style.font.color.rgb = BRAND
    document.styles["Normal"].font.size = Pt(10.5)
    section = document.sections[0]
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN
    marking = section.header.paragraphs[0]
    marking.alignment = 2
    marking.add_run(one_line(paper.marking)).bold = True
    _page_numbers(section.footer.paragraphs[0], one_line(paper.title))


def _page_numbers(foot: Any, title: str) -> None:
    # "Page 1 of 3": the numbers are fields that the reader's program fills in.
    parts = (_("Page %(number)s of %(all)s") % {"number": "\x01PAGE\x01", "all": "\x01NUMPAGES\x01"}).split("\x01")
    foot.add_run(f"{title[:100]}   ")
    for place, part in enumerate(parts):
        if place % 2:
            _field(foot, part)
        else:
            foot.add_run(part)


def _field(paragraph: Any, code: str) -> None:
    for kind in ("begin", "instr", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {code} "
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)


def _add(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(one_line(block.text), min(max(block.level, 1), 3))
    elif isinstance(block, Facts):
        _table(document, [[name, value] for name, value in block.pairs], FACTS, head=False)
    elif isinstance(block, Rows):
        _table(document, [block.head, *block.rows], block.widths or [1] * len(block.head), head=True)
    else:
        _paragraph(document, block)


def _paragraph(document: Any, block: Paragraph) -> None:
    listed = block.bullet == "–"
    added = document.add_paragraph(style="List Bullet" if listed else None)
    if block.bullet and not listed:
        # The number as it is typed: the editor's own numbering would go on from the list before.
        added.paragraph_format.left_indent, added.paragraph_format.first_line_indent = HANGING, -HANGING
        added.paragraph_format.tab_stops.add_tab_stop(HANGING)
        added.add_run(f"{one_line(block.bullet)}\t")
    for run in block.runs:
        _run(added, run, soft=block.soft)


def _run(paragraph: Any, run: Run, *, soft: bool = False) -> None:
    lines = run.text.split("\n")
    for place, line in enumerate(lines):
        added = paragraph.add_run(_kept(line))
        added.bold, added.italic = run.bold or None, run.italic or None
        if soft:
            added.font.color.rgb = SOFT
        if place < len(lines) - 1:
            added.add_break()


def _kept(line: str) -> str:
    """As `one_line`, but blanks at either end stay: they part this stretch from the next."""
    text = one_line(line)
    before = " " if line[:1].isspace() and text else ""
    after = " " if line[-1:].isspace() and (text or line.strip() == "") else ""
    return f"{before}{text}{after}"


def _table(document: Any, rows: list[Any], widths: Sequence[float], *, head: bool) -> None:
    if not rows:
        return
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style, table.autofit = "Normal Table", False
    parts = [Length(int((WIDTH - 2 * MARGIN) * width / sum(widths))) for width in widths]
    for column, part in zip(table.columns, parts, strict=True):
        column.width = part
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        # A row is not torn apart at the foot of a page.
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for place, (cell, value) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = parts[place]
            _fill(cell, several_lines(str(value)), is_head=head and number == 0, soft=not head and place == 0)
            if head:
                _line_below(cell)
    if head:
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()


def _fill(cell: Any, text: str, *, is_head: bool, soft: bool) -> None:
    cell.text = text
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    for run in paragraph.runs:
        run.bold = is_head or None
        if soft:
            run.font.color.rgb = SOFT
    if is_head:
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", FILL)):
            shade.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _line_below(cell: Any) -> None:
    borders, line = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", LINE)):
        line.set(qn(name), value)
    borders.append(line)
    # Borders come before the shade, or the file is not a valid one.
    properties = cell._tc.get_or_add_tcPr()
    shade = properties.find(qn("w:shd"))
    if shade is None:
        properties.append(borders)
    else:
        shade.addprevious(borders)
