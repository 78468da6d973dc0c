"""What travels is read back with Python's own parser."""

import email
import email.policy

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from rec_portal.outbox.letter import BadAddress, DjangoLetter, Letter, ascii_address, clean_subject
from rec_portal.outbox.notices import CalendarPart
from rec_portal.outbox.words import escaped, filled, mark_of

RUSSIAN = "Заседание рабочей группы (b): повестка дня\n" * 30
CALENDAR = "BEGIN:VCALENDAR\r\nSUMMARY:Заседание\r\nEND:VCALENDAR\r\n"
# Line ends are what a mail may change; everything else arrives as it was written.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


def letter(**fields) -> Letter:
    defaults = {
        "to": "anna@example.org",
        "subject": "News",
        "text": "Hello\n",
        "html": "<p>Hello</p>",
        "message_id": "ab12",
    }
    return Letter(**{**defaults, **fields})


def read(one: Letter):
    return email.message_from_bytes(one.raw, policy=email.policy.default)


def parts(message) -> dict[str, str]:
    return {p.get_content_type(): p.get_payload(decode=True).decode() for p in message.walk() if not p.is_multipart()}


def test_headers(settings):
    settings.SITE_URL = "https://portal.example.org:8443"
    settings.DEFAULT_FROM_EMAIL = "Секретариат <portal@example.org>"
    subject = "Заседание рабочей группы (b) по вопросам психосоциальной поддержки, 21 ноября 2024 года"
    message = read(letter(subject=subject))
    assert message["Message-ID"] == "<ab12@portal.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "Секретариат <portal@example.org>"
    assert message["To"] == "anna@example.org"
    assert message["Subject"] == subject
    assert not message.defects


def test_parts_in_the_order_that_mail_programs_expect():
    message = read(letter(text=RUSSIAN, html="<p>Заседание</p>", calendar=CalendarPart("REQUEST", CALENDAR.encode())))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    calendar = list(message.iter_parts())[2]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_payload(decode=True).decode() == CALENDAR
    assert parts(message)["text/plain"].replace("\r\n", "\n") == RUSSIAN


@given(text=TEXTS, html=TEXTS)
def test_any_text_arrives_as_it_was_written(text, html):
    read_back = parts(read(letter(text=text, html=html)))
    assert read_back["text/plain"].replace("\r\n", "\n") == text
    assert read_back["text/html"].replace("\r\n", "\n") == html


@given(text=TEXTS, subject=st.text(max_size=300))
def test_the_wire_sees_only_ascii_lines_of_bearable_length(text, subject):
    raw = letter(text=text, subject=clean_subject(subject)).raw
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x00", "\u202e"])
def test_a_subject_cannot_add_a_header(break_):
    message = read(letter(subject=clean_subject(f"News{break_}Bcc: everybody@example.org")))
    assert message["Bcc"] is None
    assert message["Subject"] == "News Bcc: everybody@example.org"


def test_a_subject_of_ten_thousand_characters_is_cut():
    assert len(clean_subject("я" * 10_000)) == 250


def test_a_subject_that_looks_like_an_encoded_word_stays_plain():
    assert read(letter(subject="=?utf-8?q?Boss?="))["Subject"] == "=?utf-8?q?Boss?="


def test_addresses_in_an_envelope():
    assert ascii_address("Anna.O'Neil+rec@example.org") == "Anna.O'Neil+rec@example.org"
    assert ascii_address("anna@пример.рф") == "anna@xn--e1afmkfd.xn--p1ai"
    for bad in ("анна@example.org", "a b@example.org", "a@b>\r\nDATA", "nobody", '"a@b"@example.org', "a@" + "я" * 70):
        with pytest.raises(BadAddress):
            ascii_address(bad)


def test_backends_without_smtp_get_the_same_message():
    one = letter(text=RUSSIAN, calendar=CalendarPart("CANCEL", CALENDAR.encode()))
    with mail.get_connection() as connection:
        connection.send_messages([DjangoLetter(one, connection)])
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["anna@example.org"], "News", RUSSIAN)
    assert sent.message().as_bytes() == one.raw
    assert sent.alternatives[1].mimetype == "text/calendar; method=CANCEL"
    assert sent.extra_headers["Message-ID"] == "<ab12@testserver>"


FILLS = st.dictionaries(st.sampled_from([mark_of("name"), mark_of("link")]), st.text(max_size=40))


@given(before=TEXTS, after=TEXTS, fills=FILLS)
def test_filling_in_beside_the_encoding_changes_nothing(before, after, fills):
    template = f"{before}{mark_of('name')}{after}\n{mark_of('link')} {after}"
    whole = letter(text=filled(template, fills), html=filled(template, escaped(fills)))
    assert parts(read(letter(text=template, html=template, fills=fills))) == parts(read(whole))
