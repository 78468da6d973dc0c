"""Telling a mail server who writes to whom: in one breath where it listens so (RFC 2920), else word by word.

Over a line of a tenth of a second that is the difference between two and four tenths for each letter.
"""

import smtplib
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from rec_portal.outbox.letter import envelope_sender

GOODBYE = 421
_YES = ((250,), (250, 251), (354,))


@dataclass(frozen=True)
class Answer:
    """What the server said; `to_recipient` when it was about the recipient's address."""

    code: int
    text: bytes
    to_recipient: bool = False


def announce(connection: smtplib.SMTP, recipient: str, size: int) -> Answer | None:
    """MAIL, RCPT and DATA. None when the text may follow now; else the first answer that was not a yes.

    The addresses must be checked and plain: smtplib's own calls would take each apart once more.
    """
    sized = f" size={size}" if connection.has_extn("size") else ""
    commands = [f"mail FROM:<{envelope_sender(settings.DEFAULT_FROM_EMAIL)}>{sized}", f"rcpt TO:<{recipient}>", "data"]
    at_once = connection.has_extn("pipelining")
    if at_once:
        connection.send("".join(f"{command}\r\n" for command in commands))
    refusal, code = None, 0
    for number, (code, text) in enumerate(_answers(connection, [] if at_once else commands)):
        if refusal is None and code not in _YES[number]:
            refusal = Answer(code, text, to_recipient=number == 1)
        if refusal and (code == GOODBYE or not at_once):
            return refusal
    if refusal and code == _YES[-1][0]:
        # It would take a text for nobody; an empty one brings the conversation back to where it began.
        connection.send(b".\r\n")
        connection.getreply()
    return refusal


def _answers(connection: smtplib.SMTP, still_to_say: list[str]) -> Iterator[tuple[int, bytes]]:
    for number in range(len(_YES)):
        yield connection.docmd(still_to_say[number]) if still_to_say else connection.getreply()
