"""What became of one try, and which of the mail server's answers means what."""

import re
from dataclasses import dataclass
from typing import Any

from rec_portal.outbox import reasons

_ENHANCED = re.compile(r"5\.(\d{1,3})\.(\d{1,3})\b")
# RFC 3463: 5.1.x is about an address, but 7 and 8 are about the sender's; 5.2.1 is a mailbox that was closed.
_ABOUT_THE_SENDER = {"7", "8"}
_NO_SUCH_MAILBOX = {550, 551, 553}


@dataclass(frozen=True)
class Outcome:
    """`verb` is the move of the row: deliver, postpone, bury or skip.

    `server_away` says that no message would get through now, `address_refused` that this person's address is wrong.
    """

    verb: str
    reason: Any = ""
    server_reply: str = ""
    server_away: bool = False
    address_refused: bool = False


DELIVERED = Outcome("deliver")


def of_reply(code: int, reply: bytes | str, *, to_recipient: bool) -> Outcome:
    """The outcome of an answer that is not a yes; `to_recipient` when it answers the recipient's address."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    text = " ".join(text.split())
    said = f"{code} {text}"[:300]
    if not 500 <= code <= 599:
        return Outcome("postpone", reasons.NOT_NOW, said)
    if to_recipient and _is_hard_bounce(code, text):
        return Outcome("bury", reasons.NO_SUCH_ADDRESS, said, address_refused=True)
    return Outcome("bury", reasons.NEVER, said)


def of_break(error: Exception, *, text_sent: bool) -> Outcome:
    reason = reasons.BROKEN_AFTER if text_sent else reasons.BROKEN_BEFORE
    return Outcome("postpone", reason, _described(error))


def of_absence(error: Exception) -> Outcome:
    return Outcome("postpone", reasons.SERVER_AWAY, _described(error), server_away=True)


def of_fault(error: Exception) -> Outcome:
    """Our own text could not be made."""
    return Outcome("postpone", reasons.NOT_RENDERED, _described(error))


def _is_hard_bounce(code: int, text: str) -> bool:
    enhanced = _ENHANCED.match(text)
    if enhanced is None:
        return code in _NO_SUCH_MAILBOX
    about, detail = enhanced.groups()
    return (about == "1" and detail not in _ABOUT_THE_SENDER) or (about, detail) == ("2", "1")


def _described(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]
