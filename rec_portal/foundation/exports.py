"""Tables for other programs: the one writer of CSV and XLSX. What people typed never becomes a formula there."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from rec_portal.foundation.text import several_lines

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# What a spreadsheet takes for the beginning of a formula, in half and full width.
STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# Where a comma parts whole numbers from the rest, as in Russian, a spreadsheet ends the cells of a file of lines at a
# semicolon, knows no quotation marks within one, and ends a row at each line.
BEGINS_ANEW = re.compile(f"([;\t\n][\"'\\s]*)(?=[{re.escape(''.join(STARTS_A_FORMULA))}])")
WIDEST, LONGEST_CELL = 60, 32_000


def neutral(value: Any) -> Any:
    """Text as a cell may hold it: no control characters, and an apostrophe before what would be a formula."""
    if not isinstance(value, str):
        return value
    starts = value.lstrip(" \u00a0").startswith(STARTS_A_FORMULA)
    text = several_lines(value)[:LONGEST_CELL]
    return f"'{text}" if starts or text.startswith(STARTS_A_FORMULA) else text


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Comma-separated, with the mark by which spreadsheets know UTF-8."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    for row in (heading, *rows):
        writer.writerow([BEGINS_ANEW.sub(r"\1'", _as_text(neutral(value))) for value in row])
    return sheet.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet, its heading fixed and bold, columns as wide as their contents within reason; days stay days."""
    rows = [[neutral(value) for value in row] for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    _as_printed(sheet)
    for number, label in enumerate(heading):
        widest = max([len(label), *(len(_as_text(row[number])) for row in rows)])
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(widest, WIDEST) + 2
    sheet.append([_cell(sheet, neutral(label), bold=True) for label in heading])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _as_printed(sheet: Any) -> None:
    """All columns side by side on sheets of A4, the heading on each; a register is read as rows."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # Whatever it looks like: openpyxl would take a leading equals sign for a formula.
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        # With its face named: spreadsheets take another one where a font has none.
        cell.font = Font(name="Calibri", size=11, bold=True)
    return cell


def _sheet_name(title: str) -> str:
    kept = "".join(" " if character in "[]:*?/\\'" else character for character in title)
    return kept.strip()[:31] or "1"


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
