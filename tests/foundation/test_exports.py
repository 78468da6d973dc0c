"""Exports: what people typed stays text, in a spreadsheet as in a file of lines."""

import csv
import io
from datetime import date

import openpyxl
import pytest

from rec_portal.foundation.exports import as_csv, as_xlsx, neutral

FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://example.org","x")',
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text):
    assert neutral(text).startswith("'")
    [cell] = list(csv.reader(io.StringIO(as_csv(["a"], [[text]]).decode("utf-8-sig"))))[1]
    assert cell.startswith("'")
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("t", ["a"], [[text]]))).active
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.startswith("'")


@pytest.mark.parametrize("text", ["Plan 2024", "a=b", "Қазақстан", "'quoted'", ""])
def test_other_text_stays(text):
    assert neutral(text) == text


def test_numbers_days_and_nothing_keep_their_kind():
    rows = [[3, date(2024, 7, 26), None, "Ўзбекистон\nҚирғизистон"]]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("A/b: [c]", ["n", "d", "x", "t"], rows))).active
    assert sheet.title == "A b   c"
    assert [sheet["A2"].value, sheet["B2"].value.date(), sheet["C2"].value] == [3, date(2024, 7, 26), None]
    assert sheet["D2"].value == "Ўзбекистон\nҚирғизистон"
    assert as_csv(["n"], rows).decode("utf-8-sig").splitlines()[1].startswith("3,2024-07-26,,")


def test_characters_that_no_sheet_may_hold_are_dropped():
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("", ["a"], [["a\x00b\x1bc\u202ed"]]))).active
    assert (sheet.title, sheet["A2"].value) == ("1", "abcd")


def test_a_very_long_text_is_cut_where_the_sheet_ends():
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("t", ["a"], [["x" * 40_000]]))).active
    assert len(sheet["A2"].value) == 32_000
