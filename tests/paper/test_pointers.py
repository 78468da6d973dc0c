"""Lists of contents and covers: nothing of a long text is lost, and where an entry stands can be pressed."""

import io

from pypdf import PdfReader

from rec_portal.paper.pdf import Sheet

LONG = "Draft roadmap for cooperation of practitioners in rehabilitation and reintegration, " * 3


def said(sheet: Sheet) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(sheet.written())).pages]


def test_a_long_title_goes_on_in_the_next_line_and_what_is_said_of_it_stays():
    sheet = Sheet("Pack", framed=False)
    page, (left, bottom, right, top) = sheet.pointer(LONG, "12", about="Restricted · English, revision 2", indent=8)
    _page, below = sheet.pointer("Қ Ғ Ң Ө Ү Ұ Ҳ Ӣ Ҷ oʻ gʻ", "13")
    (text,) = said(sheet)
    assert " ".join(LONG.split()) in text.replace(" 12", "")
    assert "Restricted · English, revision 2" in text
    assert "Қ Ғ Ң Ө Ү Ұ Ҳ Ӣ Ҷ oʻ gʻ" in text
    assert page == 0
    assert left < right
    # The whole entry can be pressed, and the next one begins below it.
    assert top - bottom > 3 * 15
    assert below[3] < bottom


def test_an_entry_is_not_torn_between_two_pages():
    sheet = Sheet("Pack", framed=False)
    places = [sheet.pointer(f"{number} {LONG}", str(number), about="Members") for number in range(30)]
    pages = said(sheet)
    assert len(pages) > 1
    for number, (page, (_left, bottom, _right, top)) in enumerate(places):
        assert f"{number} Draft roadmap" in pages[page]
        assert 0 < bottom < top < 842


def test_a_cover_keeps_the_whole_title_and_its_marking():
    sheet = Sheet("Pack", framed=False)
    sheet.cover("Regional Expert Council\nWorking group (a)", LONG, "Confidential")
    assert sheet.fill_color == Sheet("Other").fill_color, "the band's colour does not go on into what follows"
    sheet.facts([("When", "Tuesday")])
    (text,) = said(sheet)
    for part in ("Regional Expert Council", "Working group (a)", " ".join(LONG.split()), "Confidential", "Tuesday"):
        assert part in text
