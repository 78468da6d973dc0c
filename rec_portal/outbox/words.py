"""What mails say, written once for all who get the same: a mark stands wherever a personal part belongs.

A reminder to thousands differs in a name and a link. So its text is rendered, encoded for the wire and kept once, and
each letter, and each message in the log, only fills its own parts in.
"""

from collections.abc import Mapping

from django.utils.crypto import salted_hmac
from django.utils.html import escape

Fills = Mapping[str, str]


def mark_of(part: str) -> str:
    """The mark for `part` ("name"): the same in all workers, and nothing that anybody could type by chance or design.

    Plain letters, so that it passes through HTML, addresses and the encodings of mail as it is.
    """
    return f"{part}{salted_hmac('mark in a mail', part, algorithm='sha256').hexdigest()[:24]}"


def filled(text: str, fills: Fills) -> str:
    for mark, part in fills.items():
        text = text.replace(mark, part)
    return text


def escaped(fills: Fills) -> Fills:
    """As they are to stand in a page."""
    return {mark: escape(part) for mark, part in fills.items()}
