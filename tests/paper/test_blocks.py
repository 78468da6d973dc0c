"""Texts in Markdown on paper: what is bold and slanted there is so here, in every letter of the region."""

import io

import pytest
from pypdf import PdfReader

from rec_portal.paper.blocks import Paper, as_pdf, blocks_of
from tests.paper.test_pdf import REGION

FACES = {"NotoSans": "", "NotoSansBold": "B", "NotoSansItalic": "I", "NotoSansBoldItalic": "BI"}


def pieces(markdown: str) -> list[tuple[str, str]]:
    """The pieces of the first page's text with the look they are set in, the title and the foot left out."""
    page = PdfReader(io.BytesIO(as_pdf(Paper("Title", "", "en", blocks_of(markdown))))).pages[0]
    found: list[tuple[str, str]] = []

    def note(text, _matrix, _place, font, _size) -> None:
        if font and text.strip():
            found.append((text, FACES[font["/BaseFont"].partition("+")[2].replace("-", "")]))

    page.extract_text(visitor_text=note)
    return [(text.strip(), look) for text, look in found if text.strip() != "Title" and "Page 1" not in text]


def look_of(markdown: str, word: str) -> set[str]:
    return {look for text, look in pieces(markdown) if word in text}


@pytest.mark.parametrize(
    ("markdown", "look"),
    [
        ("Of the **word** here", "B"),
        ("Of the *word* here", "I"),
        ("Of the ***word*** here", "BI"),
        ("**word**", "B"),
        ("*word*", "I"),
        ("word", ""),
        ("- one\n- a **word** in a list", "B"),
    ],
)
def test_bold_and_slanted_inside_a_sentence(markdown, look) -> None:
    assert look_of(markdown, "word") == {look}
    assert look_of(markdown, "Of the") <= {""}


def test_every_letter_of_the_region_is_bold_and_slanted_too() -> None:
    for mark, look in (("**", "B"), ("*", "I"), ("***", "BI")):
        said = "".join(text for text, found in pieces(f"Here {mark}{REGION}{mark} ends") if found == look)
        for letter in REGION.split():
            assert letter in said, (look, letter)


def test_spaces_between_pieces_and_lines_stay() -> None:
    page = PdfReader(io.BytesIO(as_pdf(Paper("Title", "", "en", blocks_of("a **b** c\nd *e*, f"))))).pages[0]
    text = page.extract_text()
    assert "a b c\nd e, f" in text


def test_a_sign_that_only_the_upright_face_has_is_not_lost() -> None:
    """The som sign of 2023 is missing from the slanted files."""
    assert look_of("Of *100 \u20c0* here", "100 \u20c0") == {""}


def test_a_long_mixed_paragraph_goes_on_over_pages() -> None:
    markdown = "- " + "**Слово** и *ещё слово*, " * 900
    found = PdfReader(io.BytesIO(as_pdf(Paper("Title", "Members", "ru", blocks_of(markdown)))))
    text = " ".join(" ".join(page.extract_text() for page in found.pages).split())
    assert len(found.pages) > 1
    assert text.count("Слово") == 900
