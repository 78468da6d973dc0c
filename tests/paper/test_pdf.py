import io
import socket

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from rec_portal.paper.pdf import PAGES, Sheet, shown

REGION = "ғ қ ҳ ў ә ө ү ң ұ һ і ҷ ӣ ӯ ʻ ʼ ğ ş ň ž ç ä ö ü ý ı İ Ғ Қ Ҳ Ў Ә Ө Ү Ң Ұ Һ І Ҷ Ӣ Ӯ Ğ Ş Ň Ž ё Ё ₸ №"


def read(sheet: Sheet) -> PdfReader:
    return PdfReader(io.BytesIO(sheet.written()))


def test_every_letter_of_the_region_is_embedded_in_both_weights():
    sheet = Sheet("Letters")
    sheet.paragraph(REGION)
    sheet.paragraph(REGION, bold=True)
    sheet.table([REGION, "b"], [["a", REGION]])
    page = read(sheet).pages[0]
    text = page.extract_text()
    assert shown(REGION) == REGION
    for letter in REGION.split():
        assert text.count(letter) >= 2, letter
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert {font["/BaseFont"].partition("+")[2] for font in fonts} == {"NotoSans", "NotoSansBold"}
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert descriptor["/FontFile2"]


def test_pages_are_numbered_and_marked_in_the_readers_language():
    with override("ru"):
        sheet = Sheet("Список участников", marking="Ограниченный", language="ru")
        sheet.heading("Заседание", 0)
        sheet.table(["Имя", "Место"], [[f"Участник {number}", "…"] for number in range(90)], widths=(2, 1))
        found = read(sheet)
    texts = [page.extract_text() for page in found.pages]
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert f"Страница {number} из {len(texts)}" in text
        assert "Ограниченный" in text
        assert "Имя" in text, "the head of the table stands on each page"
    assert found.metadata.title == "Список участников"
    assert found.trailer["/Root"]["/Lang"] == "ru"
    assert [entry["/Title"] for entry in found.outline] == ["Заседание"]


def test_what_is_typed_stays_text():
    sheet = Sheet("Odd \x00 \u202etexts", foot="x" * 300)
    sheet.heading("**bold** <b>not</b>", 2)
    sheet.paragraph(f"First\n\nthird {PAGES} \u202eevil\x07 漢字")
    sheet.paragraph("small and soft", soft=True, small=True)
    sheet.facts([("Where", "Tashkent\nUzbekistan"), ("=1+1", "")])
    sheet.facts([])
    sheet.rule()
    text = read(sheet).pages[0].extract_text()
    assert "**bold** <b>not</b>" in text
    assert "third  evil \ufffd\ufffd" in text or "third evil \ufffd\ufffd" in text
    assert "xxx…" in text
    assert "=1+1" in text
    assert read(sheet).metadata.title == "Odd texts"


def test_a_heading_does_not_stand_alone_at_the_foot():
    sheet = Sheet("Long")
    while sheet.get_y() < 255:
        sheet.paragraph("line")
    sheet.heading("Next part")
    assert sheet.page_no() == 2


def test_nothing_is_fetched(monkeypatch):
    def refuse(*args, **options):
        raise AssertionError("a PDF file asked the network for something")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    sheet = Sheet("http://example.org/x.png")
    sheet.paragraph('<img src="http://example.org/x.png"> ![x](http://example.org/x.png)')
    assert read(sheet).pages


@pytest.mark.parametrize(("typed", "expected"), [("е\u0308", "ё"), ("a\nb", "a b"), (7, "7"), ("", "")])
def test_letters_are_composed(typed, expected):
    assert shown(typed) == expected
