import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from rec_portal.foundation.logs import mask_secret_links
from rec_portal.foundation.text import DIRECTION_MARKS, PlainText

BAD = ["\x00", "\x07", "\x1b[31m", "\x7f", "\u0085", "\ue000", *sorted(DIRECTION_MARKS)]


@pytest.mark.parametrize("piece", BAD, ids=ascii)
def test_control_and_direction_characters_are_refused(piece):
    with pytest.raises(ValidationError):
        PlainText()(f"Plan {piece} of work")


@pytest.mark.parametrize(
    "text", ["Қазақстан ʻ Oʻzbekiston", "Ҷумҳурии Тоҷикистон", "عربي", "שלום", "emoji 🙂 ok", "a–b"]
)
def test_the_scripts_people_write_in_pass(text):
    PlainText()(text)


def test_line_breaks_pass_only_in_texts_of_several_lines():
    PlainText(lines=True)("one\ntwo\r\n\tthree")
    with pytest.raises(ValidationError):
        PlainText()("one\ntwo")


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_letters_numbers_and_signs_always_pass(text):
    PlainText()(text)


def test_secret_addresses_are_blanked_in_logs():
    line = 'GET /rsvp/AbC-123_x/?answer=no HTTP/1.1" 200 "/calendar/tok_en.ics" /meetings/abc/'
    masked = mask_secret_links(line)
    assert "AbC-123_x" not in masked
    assert "tok_en" not in masked
    assert "/meetings/abc/" in masked
