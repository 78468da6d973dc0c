"""The two encodings in which texts travel in a mail, with as much as possible done once for all who get the same."""

import binascii
import re
from functools import lru_cache
from itertools import groupby

from rec_portal.outbox.words import Fills, filled

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def part(content_type: str, content: str, fills: Fills, more: str = "") -> bytes:
    """One alternative of a message, its personal parts filled in, in whichever encoding is shorter."""
    runs = _runs_of(content, tuple(fills))
    if runs is None:
        encoding, body = "base64", _base64(filled(content, fills))
    else:
        encoding = "quoted-printable"
        body = b"".join([run if isinstance(run, bytes) else _quoted(filled(run, fills)) for run in runs])
    head = f"Content-Type: {content_type}; charset=utf-8{more}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode("ascii") + body


@lru_cache(maxsize=512)
def _runs_of(content: str, marks: tuple[str, ...]) -> tuple[bytes | str, ...] | None:
    """The content in turns of lines that are encoded for good and lines that are still to be filled in.

    Quoted-printable begins anew with each line, so that lines may be encoded apart. None where base64 is shorter.
    """
    length = len(content.encode())
    if (length - len(content.encode("ascii", "ignore"))) * 6 > length:
        return None
    turns = groupby(_LINE.findall(_with_plain_ends(content)), key=lambda line: any(mark in line for mark in marks))
    return tuple("".join(lines) if to_fill else _quoted("".join(lines)) for to_fill, lines in turns)


def _quoted(content: str) -> bytes:
    # istext keeps the line ends; "=" is always written as "=3D", so no boundary can stand in a body.
    return binascii.b2a_qp(_with_plain_ends(content).encode(), istext=True).replace(b"\n", b"\r\n")


def _base64(content: str) -> bytes:
    encoded = binascii.b2a_base64(_with_plain_ends(content).replace("\n", "\r\n").encode(), newline=False)
    return b"\r\n".join([encoded[start : start + 76] for start in range(0, len(encoded), 76)])


def _with_plain_ends(content: str) -> str:
    return content.replace("\r\n", "\n").replace("\r", "\n") if "\r" in content else content
