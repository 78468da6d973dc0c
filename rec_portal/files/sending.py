"""Handing a kept file out: always as an attachment, never to be shown, guessed at or kept by anybody on the way."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.http import FileResponse, StreamingHttpResponse

from rec_portal.files.naming import attachment


def hand_out(path: Path, *, name: str, media_type: str, marking: str) -> FileResponse:
    """The file itself, streamed; `marking` travels in a header of its own."""
    answer = FileResponse(path.open("rb"), content_type=media_type)
    return guarded(answer, name=name, marking=marking)


def pour_out(pieces: Iterable[bytes], *, name: str, media_type: str, marking: str) -> StreamingHttpResponse:
    """Something that is made while it is sent."""
    return guarded(StreamingHttpResponse(pieces, content_type=media_type), name=name, marking=marking)


def guarded(answer: Any, *, name: str, marking: str) -> Any:
    answer["Content-Disposition"] = attachment(name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    # For what a browser makes of it all the same: nothing in it may run or load anything.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Handling-Marking"] = marking
    return answer
