"""Handing one letter to a mail server in as few turns as it understands.

    word by word        MAIL, RCPT, DATA and the text, an answer to each: four turns
    PIPELINING          the first three in one breath (RFC 2920): two turns
    and CHUNKING        the text with them (RFC 3030): one turn, and no line of the text has a meaning to the server

Over a line of a tenth of a second that is the difference between four tenths and one for each letter.
"""

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from rec_portal.outbox.letter import envelope_sender

GOODBYE, ACCEPTED = 421, 250
_YES = ((250,), (250, 251), (354,))


@dataclass(frozen=True)
class Answer:
    """What the server said last, or first where that was not a yes; `to_recipient` when it was about the address."""

    code: int
    text: bytes
    to_recipient: bool = False


class Handover:
    """`text_sent`: the server may have taken the text; should the line break now, nobody knows.

    `meanwhile` is done while the server looks at the text.

    `content` is the message with CRLF line ends. The addresses must be checked and plain: smtplib's own calls would
    take each apart once more.
    """

    def __init__(self, connection: smtplib.SMTP, recipient: str, content: bytes, meanwhile: Callable[[], Any]) -> None:
        self.connection, self.content, self.meanwhile = connection, content, meanwhile
        self.at_once = connection.has_extn("pipelining")
        sized = f" size={len(content)}" if connection.has_extn("size") else ""
        sender = envelope_sender(settings.DEFAULT_FROM_EMAIL)
        self.announcement = [f"mail FROM:<{sender}>{sized}", f"rcpt TO:<{recipient}>"]
        self.text_sent = False

    def run(self) -> Answer:
        """The answer to the text, or the first refusal before it. Raises OSError when the line breaks."""
        if self.at_once and self.connection.has_extn("chunking"):
            return self._in_one_turn()
        if refusal := self._announce():
            return refusal
        self.text_sent = True
        self.connection.send(_dots_doubled(self.content) + b".\r\n")
        self.meanwhile()
        return Answer(*self.connection.getreply())

    def _in_one_turn(self) -> Answer:
        head = "\r\n".join([*self.announcement, f"bdat {len(self.content)} last", ""])
        self.text_sent = True
        self.connection.send(head.encode("ascii") + self.content)
        self.meanwhile()
        refusal, answer = None, Answer(0, b"")
        for number in range(3):
            try:
                answer = Answer(*self.connection.getreply(), to_recipient=number == 1)
            except OSError:
                if refusal is None:
                    raise
                break
            if number < 2 and refusal is None and answer.code not in _YES[number]:
                # A text to nobody is not taken, whatever is said to it.
                refusal, self.text_sent = answer, False
            if answer.code == GOODBYE:
                break
        return refusal or answer

    def _announce(self) -> Answer | None:
        """MAIL, RCPT and DATA. None when the text may follow now; else the first answer that was not a yes."""
        commands = [*self.announcement, "data"]
        if self.at_once:
            self.connection.send("".join(f"{command}\r\n" for command in commands))
        refusal, code = None, 0
        for number, (code, text) in enumerate(self._answers([] if self.at_once else commands)):
            if refusal is None and code not in _YES[number]:
                refusal = Answer(code, text, to_recipient=number == 1)
            if refusal and (code == GOODBYE or not self.at_once):
                return refusal
        if refusal and code == _YES[-1][0]:
            # It would take a text for nobody; an empty one brings the conversation back to where it began.
            self.connection.send(b".\r\n")
            self.connection.getreply()
        return refusal

    def _answers(self, still_to_say: list[str]) -> Iterator[tuple[int, bytes]]:
        for number in range(len(_YES)):
            yield self.connection.docmd(still_to_say[number]) if still_to_say else self.connection.getreply()


def _dots_doubled(content: bytes) -> bytes:
    """A line with nothing but a dot would end the letter (RFC 5321, 4.5.2). Hardly any line begins with one."""
    return content.replace(b"\n.", b"\n..") if b"\n." in content else content
