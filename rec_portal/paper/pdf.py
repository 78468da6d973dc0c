"""A4 sheets in Noto Sans, which has every letter of the region's languages; other faces lack ғ, ҳ, ў, ә, ň.

sheet = Sheet("List of participants", marking="Members")
sheet.heading("Present")
sheet.facts([("Where", "Tashkent")])
sheet.table(["Name", "Seat"], [["…", "…"]], widths=(2, 1))
content = sheet.written()
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TableBordersLayout, VAlign
from fpdf.fonts import FontFace

from rec_portal.foundation.text import one_line, several_lines

FONTS = Path(__file__).resolve().parent / "fonts"
FACE = "NotoSans"
FILES = {"": "NotoSans-Regular.ttf", "B": "NotoSans-Bold.ttf"}
# Read only where a text has slanted words: few have, and each face costs time and room.
SLANTED = {"I": "NotoSans-Italic.ttf", "BI": "NotoSans-BoldItalic.ttf"}

UNASKED = ("GDEF", "GPOS", "GSUB")

# Millimetres and points; colours as in static/css/tokens.css.
MARGIN, FOOT, LINE = 20, 22, 1.45
BODY, SMALL = 10.5, 8.5
HEADINGS = {0: 20, 1: 15, 2: 12.5, 3: 11}
INK, SOFT, BRAND, RULE, BAND = (21, 32, 46), (70, 83, 102), (10, 79, 125), (200, 208, 218), (238, 242, 246)
GOLD, PAPER = (224, 165, 38), (255, 255, 255)
# Stands for the number of pages until it is known; typed texts lose it. The face has its signs.
PAGES = "{№№}"
UNKNOWN = "\ufffd"


def add_face(sheet: FPDF, style: str) -> None:
    """The face in one of its styles, without the tables that place marks and pairs of letters: nothing here asks them,
    and taking the used letters out of the face would take twice as long with them."""
    sheet.add_font(FACE, style, FONTS / (FILES | SLANTED)[style])
    face: Any = sheet.fonts[f"{FACE.lower()}{''.join(sorted(style))}"]
    for table in UNASKED:
        if table in face.ttfont:
            del face.ttfont[table]


class Sheet(FPDF):
    """A document that grows downwards. `title` is its name in the file and on top; `marking` stands on each page.

    `foot` is what the foot of each page says on the left, by default the title. Texts may hold anything and are plain,
    never markup: control and direction characters are left out, a letter that the face lacks becomes one sign for all.
    Without `framed` pages have neither head nor foot: they become part of a larger file that has its own.
    `instead_of` is a sheet laid out in vain: reading a face takes longer than laying out a page, so its faces are used.
    """

    def __init__(
        self,
        title: str,
        *,
        marking: str = "",
        foot: str = "",
        language: str = "en",
        framed: bool = True,
        instead_of: "Sheet | None" = None,
    ) -> None:
        super().__init__(format="A4", unit="mm")
        self.framed = framed
        self.foot, self.marking = one_line(foot or title), one_line(marking)
        if instead_of:
            self.fonts.update(instead_of.fonts)
        else:
            for style in FILES:
                add_face(self, style)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=FOOT)
        self.alias_nb_pages(PAGES)
        self.set_title(one_line(title))
        self.set_lang(language)
        self.set_creator("REC Portal")
        self.set_creation_date(datetime.now(UTC))
        self._write_in(BODY)
        self.add_page()

    def header(self) -> None:
        if not self.marking or not self.framed:
            return
        self._write_in(SMALL, bold=True, colour=BRAND)
        self.set_y(10)
        self.cell(0, 5, self.marking, align="R")
        self.set_y(MARGIN)
        self._write_in(BODY)

    def footer(self) -> None:
        if not self.framed:
            return
        self.set_y(-15)
        self._write_in(SMALL, colour=SOFT)
        number = _("Page %(number)s of %(all)s") % {"number": self.page_no(), "all": PAGES}
        width = self.get_string_width(number.replace(PAGES, "999"))
        self.cell(self.epw - width - 4, 5, _shortened(self, self.foot, self.epw - width - 6))
        self.cell(width + 4, 5, number, align="R")
        self._write_in(BODY)

    def heading(self, text: str, level: int = 1) -> None:
        """`level` 0 is the title of a cover, 1 to 3 the headings below it; each is also a bookmark of the file."""
        size = HEADINGS[level]
        # A heading never stands alone at the foot of a page.
        if self.get_y() > self.h - FOOT - 28:
            self.add_page()
        if self.get_y() > MARGIN:
            self.ln(size / 4)
        self._write_in(size, bold=True, colour=BRAND)
        self.start_section(shown(text) or " ", level=max(level - 1, 0), strict=False)
        self.multi_cell(0, size * 0.5, shown(text), align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(size / 8)
        self._write_in(BODY)

    def paragraph(self, text: str, *, bold: bool = False, soft: bool = False, small: bool = False) -> None:
        """Lines of `text` stay lines."""
        size = SMALL if small else BODY
        self._write_in(size, bold=bold, colour=SOFT if soft else INK)
        lines = "\n".join(shown(line) for line in several_lines(text).split("\n"))
        self.multi_cell(0, size * LINE * 0.353, lines, align="L", new_x="LMARGIN", new_y="NEXT")
        self.ln(1.5)
        self._write_in(BODY)

    def mixed(self, runs: Sequence[tuple[str, str]], *, bullet: str = "", soft: bool = False) -> None:
        """A paragraph of pieces, each a text and its look: "" plain, "B" bold, "I" slanted, "BI" both. Their lines stay
        lines; those of an item of a list hang behind its `bullet`."""
        colour, height, left = SOFT if soft else INK, BODY * LINE * 0.353, self.l_margin
        if bullet:
            self._write_in(BODY, colour=colour)
            self.write(height, f"{bullet} ")
            self.set_left_margin(self.get_x())
        for text, look in runs:
            # A piece that ends at a space would lose it if it were tidied as a line of its own.
            said = "\n".join(spaced(line) for line in text.split("\n"))
            self._write_in(BODY, look=look if _slants(said) else look.replace("I", ""), colour=colour)
            self.write(height, said)
        self.set_left_margin(left)
        self.ln(height + 1.5)
        self._write_in(BODY)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Names and values, one pair a line, the names in one column."""
        rows = [(shown(name), _lines(value)) for name, value in pairs]
        if not rows:
            return
        with self._table((1, 3), borders_layout=TableBordersLayout.NONE, first_row_as_headings=False) as table:
            for name, value in rows:
                row = table.row()
                row.cell(name, style=FontFace(color=SOFT))
                row.cell(value)
        self.ln(2)

    def table(  # type: ignore[override]
        self, head: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float] | None = None
    ) -> None:
        """The head is repeated on each page; `widths` are parts of the whole, as many as there are columns."""
        style = FontFace(emphasis="BOLD", color=INK, fill_color=BAND)
        with self._table(
            tuple(widths or [1] * len(head)), borders_layout=TableBordersLayout.HORIZONTAL_LINES, headings_style=style
        ) as table:
            for cells in (head, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(_lines(cell))
        self.ln(3)

    def pointer(
        self, text: str, right: str, *, about: str = "", indent: float = 0, bold: bool = False
    ) -> tuple[int, tuple[float, float, float, float]]:
        """An entry of a list of contents with something at its right end: a long text goes on in further lines, `about`
        stands small below it. Returns where it stands: the page from 0, and left, bottom, right and top in points from
        the lower left corner."""
        height, small = BODY * LINE * 0.353, SMALL * LINE * 0.353
        self._write_in(BODY, bold=bold, colour=BRAND if right else INK)
        width = self.epw - indent - (self.get_string_width(right) + 4 if right else 0)
        whole = height * self._lines_of(text, width) + (small if about else 0)
        if self.get_y() + whole > self.h - FOOT:
            self.add_page()
            self._write_in(BODY, bold=bold, colour=BRAND if right else INK)
        top, left = self.get_y(), self.l_margin + indent
        self.set_x(left)
        self.multi_cell(width, height, shown(text), align="L", new_x="LMARGIN", new_y="NEXT")
        if about:
            self._write_in(SMALL, colour=SOFT)
            self.set_x(left)
            self.cell(width, small, _shortened(self, about, width - 2), new_x="LMARGIN", new_y="NEXT")
            self._write_in(BODY, colour=BRAND)
        if right:
            self.set_xy(left + width, top)
            self.cell(self.w - self.r_margin - left - width, height, right, align="R")
        self.set_xy(self.l_margin, top + whole + 1.2)
        self._write_in(BODY)
        end = self.w - self.r_margin
        return self.page_no() - 1, (
            left * self.k,
            (self.h - top - whole) * self.k,
            end * self.k,
            (self.h - top) * self.k,
        )

    def cover(self, above: str, title: str, below: str) -> None:
        """The upper part of a first page: a band with whose file it is, its title, and what holds for the whole."""
        margin, width = self.l_margin, self.epw
        self._write_in(HEADINGS[0], bold=True)
        high = 58 + 11 * self._lines_of(title, width)
        # Colours of a ground would go on into the tables below.
        with self.local_context(fill_color=BRAND):
            self.rect(0, 0, self.w, high, "F")
        with self.local_context(fill_color=GOLD):
            self.rect(0, high, self.w, 1.2, "F")
        self.set_xy(margin, 20)
        self._write_in(BODY, colour=PAPER)
        self.multi_cell(width, BODY * LINE * 0.353, _lines(above), align="L", new_x="LMARGIN", new_y="NEXT")
        self.set_xy(margin, 48)
        self._write_in(HEADINGS[0], bold=True, colour=PAPER)
        self.multi_cell(width, 11, shown(title), align="L", new_x="LMARGIN", new_y="NEXT")
        self.set_xy(margin, high + 12)
        self._write_in(HEADINGS[2], bold=True, colour=INK)
        self.set_draw_color(*INK)
        self.cell(self.get_string_width(shown(below)) + 8, 9, shown(below), border=1, align="C")
        self.set_xy(margin, high + 28)
        self._write_in(BODY)

    def rule(self) -> None:
        self.set_draw_color(*RULE)
        self.line(self.l_margin, self.get_y(), self.w - self.r_margin, self.get_y())
        self.ln(3)

    def written(self) -> bytes:
        """The finished file."""
        return bytes(self.output())

    def _lines_of(self, text: str, width: float) -> int:
        """How many lines `text` takes in the face that is chosen."""
        lines: Any = self.multi_cell(width, 1, shown(text), align="L", dry_run=True, output=MethodReturnValue.LINES)
        return max(1, len(lines))

    def _table(self, widths: tuple[float, ...], **options: Any) -> Any:
        self.set_draw_color(*RULE)
        return super().table(
            col_widths=widths,
            text_align="LEFT",
            v_align=VAlign.T,
            line_height=BODY * LINE * 0.353,
            padding=1,
            **options,
        )

    def _write_in(self, size: float, *, bold: bool = False, look: str = "", colour: tuple[int, int, int] = INK) -> None:
        if look in SLANTED and f"{FACE.lower()}{look}" not in self.fonts:
            add_face(self, look)
        self.set_font(FACE, "B" if bold else look, size)
        self.set_text_color(*colour)


def shown(text: Any) -> str:
    """One line of what the face can show; a letter and its accent become one sign where there is one."""
    composed = unicodedata.normalize("NFC", one_line(str(text)).replace(PAGES, ""))
    known = _signs()
    return "".join(sign if ord(sign) in known else UNKNOWN for sign in composed)


def _slants(text: str) -> bool:
    """Whether the slanted files have every sign; the upright ones have a few more."""
    return _signs_of(*SLANTED.values()).issuperset(map(ord, text.replace("\n", "")))


def spaced(text: str) -> str:
    """As `shown`, with the spaces at both ends, of which one is as good as many."""
    inside = shown(text)
    if not inside:
        return " " if text else ""
    return f"{' ' * text[:1].isspace()}{inside}{' ' * text[-1:].isspace()}"


def _lines(text: Any) -> str:
    return "\n".join(shown(line) for line in several_lines(str(text)).split("\n"))


def _signs() -> frozenset[int]:
    """What both upright files can show."""
    return _signs_of(*FILES.values())


@lru_cache(maxsize=2)
def _signs_of(*files: str) -> frozenset[int]:
    return frozenset.intersection(*(frozenset(TTFont(FONTS / file).getBestCmap()) for file in files))


def _shortened(sheet: FPDF, text: str, width: float) -> str:
    text = shown(text)
    if sheet.get_string_width(text) <= width:
        return text
    while text and sheet.get_string_width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
