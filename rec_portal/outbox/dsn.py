"""Reads what a mail server reports of a letter it could not deliver (RFC 3464). Trusts no byte of it.

Only the parts of the report itself are looked at, each by its first lines: Python's own parser goes down into every
part of every part, and somebody may send a thousand of them, one inside the other.
"""

import binascii
import quopri
import re
from dataclasses import dataclass
from email.message import Message

from rec_portal.foundation.text import one_line

# A report brings our letter back, which is well under 200 kB; what is larger is something else.
LARGEST = 1024 * 1024
LONGEST_HEAD, LONGEST_CONTENT_TYPE = 64 * 1024, 1000
MOST_PARTS, MOST_BLOCKS, MOST_IDS = 20, 50, 10

STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status"}
RETURNED_PARTS = {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"}
RETURNED_PARTS |= {"message/global-headers"}

_ID = re.compile(r"<([^<>@\s\x00]{1,80}@[^<>@\s\x00]{1,255})>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_CODE = re.compile(r"([245]\d\d)[ -]")
# Postfix and Exim say in their own words which command the other server refused.
_AFTER_THE_TEXT = re.compile(rb"(?:in reply to|after) end of data", re.I)

Fields = list[tuple[str, str]]


class NotAReport(ValueError):
    """Not the report of a failed delivery; says why, in a few English words for the log."""


@dataclass(frozen=True)
class Verdict:
    """What became of the letter for one address. `action` is failed, delayed, delivered, relayed or expanded.

    `status` is an enhanced code such as 5.1.1, or empty; `said` are the last server's own words, with its code if any.
    """

    addresses: frozenset[str]
    action: str
    status: str
    said: str

    @property
    def reply(self) -> tuple[int, str]:
        """Code and text, as the server would have answered us. 554 stands for a failure without a code."""
        found = _CODE.match(self.said)
        code, text = (int(found[1]), self.said[4:]) if found else (0, self.said)
        if self.status and not self.status.endswith(".0.0") and not _STATUS.match(text):
            text = f"{self.status} {text}"
        return code or 554, text


@dataclass(frozen=True)
class Report:
    """`message_ids` are what the report says of the letter's Message-ID, surest first, without angle brackets.

    `text_refused` says that the address was taken and the letter's text was not.
    """

    message_ids: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    text_refused: bool = False


def read_report(content: bytes) -> Report:
    """Raises NotAReport for anything but a report about a delivery."""
    if len(content) > LARGEST:
        raise NotAReport("too large")
    content = content.replace(b"\r\n", b"\n")
    if content.startswith(b"From "):
        content = content.partition(b"\n")[2]  # a pipe from the mail server may begin with the envelope's sender
    fields, body = _opened(content)
    head = _content_type(fields)
    if head.get_content_type() != "multipart/report":
        raise NotAReport("no report")
    if str(head.get_param("report-type", "delivery-status")).lower() != "delivery-status":
        raise NotAReport("a report about something else")
    parts = _parts(body, str(head.get_boundary() or ""))
    status = next((content for kind, content in parts if kind in STATUS_PARTS), None)
    if status is None:
        raise NotAReport("no part says what became of the delivery")
    said = _blocks(status)
    returned = next((content for kind, content in parts if kind in RETURNED_PARTS), b"")
    words = parts[0][1] if parts[0][0] not in STATUS_PARTS else b""
    verdicts = tuple(_verdict(block) for block in said if _first(block, "action"))
    if not verdicts:
        raise NotAReport("no address is named")
    return Report(_ids(_fields(returned), said[0], fields), verdicts, bool(_AFTER_THE_TEXT.search(words)))


def _ids(returned: Fields, about_all: Fields, own: Fields) -> tuple[str, ...]:
    texts = [_first(returned, "message-id"), _first(about_all, "x-original-message-id")]
    texts += [_first(own, "in-reply-to"), _first(own, "references")]
    found = [name for text in texts for name in _ID.findall(text[:4000])[:MOST_IDS]]
    return tuple(dict.fromkeys(found))[:MOST_IDS]


def _verdict(block: Fields) -> Verdict:
    status = _STATUS.search(_first(block, "status"))
    kind, separator, said = _first(block, "diagnostic-code").partition(";")
    said = said if separator else kind
    given = (_first(block, name).partition(";")[2] for name in ("final-recipient", "original-recipient"))
    addresses = {form for text in given if text.strip() for form in _forms(text)}
    action = _first(block, "action").split()[0].lower()
    return Verdict(frozenset(addresses), action, status[0] if status else "", one_line(said)[:300])


def _forms(text: str) -> set[str]:
    """The address as it stands, and read as xtext (RFC 3461: "+2B" is "+")."""
    address = text.strip().strip("<>").lower()
    return {address, re.sub(r"\+([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), address)}


def _parts(body: bytes, boundary: str) -> list[tuple[str, bytes]]:
    """(content type, decoded content) of each part; what stands inside a part stays as it is."""
    if not boundary:
        raise NotAReport("no boundary")
    fence = re.compile(rb"^--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(--)?[ \t]*$\n?", re.M)
    places: list[re.Match[bytes]] = []
    ends = len(body)
    for found in fence.finditer(body):
        if found[1] or len(places) == MOST_PARTS:
            ends = found.start()
            break
        places.append(found)
    if not places:
        raise NotAReport("no parts")
    starts = [place.end() for place in places]
    stops = [*(place.start() for place in places[1:]), ends]
    return [_part(body[start:stop]) for start, stop in zip(starts, stops, strict=True)]


def _part(content: bytes) -> tuple[str, bytes]:
    fields, body = _opened(content)
    encoding = _first(fields, "content-transfer-encoding").strip().lower()
    if encoding == "base64":
        try:
            body = binascii.a2b_base64(body)
        except binascii.Error:
            body = b""
    elif encoding == "quoted-printable":
        body = quopri.decodestring(body)
    return _content_type(fields).get_content_type(), body.replace(b"\r\n", b"\n")


def _blocks(content: bytes) -> list[Fields]:
    """The groups of fields of a delivery status: first what holds for all addresses, then one for each."""
    return [
        _fields(block) for block in re.split(rb"\n[ \t]*\n\s*", content.strip(), maxsplit=MOST_BLOCKS)[:MOST_BLOCKS]
    ]


def _opened(content: bytes) -> tuple[Fields, bytes]:
    head, _blank, body = (b"", b"", content[1:]) if content.startswith(b"\n") else content.partition(b"\n\n")
    return _fields(head), body


def _fields(content: bytes) -> Fields:
    """Name in lower case and value of each line up to the first empty one; folded lines are joined."""
    head = content.lstrip(b"\n").partition(b"\n\n")[0][:LONGEST_HEAD]
    # Eight-bit text of an unknown charset is shown as far as it is UTF-8; it never decides anything.
    lines = re.sub(r"\n[ \t]+", " ", head.decode("utf-8", "replace")).split("\n")
    named = (line.partition(":") for line in lines)
    return [(name.strip().lower(), value.strip()) for name, colon, value in named if colon]


def _first(fields: Fields, name: str) -> str:
    return next((value for known, value in fields if known == name), "")


def _content_type(fields: Fields) -> Message:
    """For the standard library's reading of this one header; without one, plain text."""
    message = Message()
    message["Content-Type"] = one_line(_first(fields, "content-type"))[:LONGEST_CONTENT_TYPE] or "text/plain"
    return message
