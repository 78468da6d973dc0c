"""A meeting with many papers, and its board pack beside a bare concatenation of the same files; run as a program.

python -m tests.bench.pack_data 30 20     thirty papers of twenty pages; prints one line of JSON
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from pypdf import PdfWriter  # noqa: E402

from councils.bodies.choices import BodyKind  # noqa: E402
from meetings.meeting.models import Meeting  # noqa: E402
from meetings.papers.choices import PackState  # noqa: E402
from meetings.papers.services.pack_building import build, take  # noqa: E402
from meetings.papers.services.packs import ask_for_pack  # noqa: E402
from meetings.papers.services.papers import add_paper  # noqa: E402
from rec_portal.files.storing import path_of  # noqa: E402
from rec_portal.paper.pdf import Sheet  # noqa: E402
from tests.factories.councils import make_council  # noqa: E402
from tests.factories.documents import bring_document, upload  # noqa: E402
from tests.factories.meetings import make_meeting, secretary_of  # noqa: E402

ROUNDS = 5
LINE = "What the group proposes, to whom, by when, and how it will be seen whether it was done. "


def main(papers: int, pages: int) -> dict[str, Any]:
    meeting, files = meeting_with(papers, pages)
    rates: dict[str, list[float]] = {"pack": [], "bare": []}
    for number in range(ROUNDS):
        rates["bare"].append(papers * pages / bare(files))
        rates["pack"].append(papers * pages / packed(meeting, number))
    # The largest this process ever was, in kilobytes on Linux; the bare concatenation counts in it too.
    return rates | {"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def meeting_with(papers: int, pages: int) -> tuple[Meeting, list[Path]]:
    group = make_council(groups=1).bodies.get(kind=BodyKind.WORKING_GROUP)
    meeting = make_meeting(group)
    files = []
    for number in range(papers):
        content = a_paper(f"Paper {number + 1}", pages)
        document = bring_document(group, title_en=f"Paper {number + 1}", file=upload(content=content))
        revision = document.revisions.get()
        add_paper(actor=None, meeting=meeting, revision=revision, item=meeting.agenda.first())
        files.append(path_of(revision.stored_as))
    return meeting, files


def a_paper(title: str, pages: int) -> bytes:
    """Full pages of text."""
    sheet = Sheet(title)
    while sheet.page_no() < pages:
        sheet.paragraph(f"{title}. {LINE * 6}")
    return sheet.written()


def bare(files: list[Path]) -> float:
    """Seconds of the floor: the same files put together by pypdf, and nothing else."""
    began = time.perf_counter()
    writer = PdfWriter()
    for file in files:
        writer.append(file)
    writer.write(files[0].parent / "bare.pdf")
    return time.perf_counter() - began


def packed(meeting: Meeting, number: int) -> float:
    """Seconds from the claim to the pack that can be downloaded."""
    meeting.place = f"Hall {number}"  # another pack each time
    meeting.save()
    ask_for_pack(
        actor=secretary_of(meeting.body), meeting=meeting, audience="members", body=meeting.body, language="en"
    )
    claim = take()
    assert claim is not None
    began = time.perf_counter()
    build(claim)
    took = time.perf_counter() - began
    claim.pack.refresh_from_db()
    if claim.pack.state != PackState.READY or claim.pack.culprits:
        raise SystemExit(f"the pack is {claim.pack.state}: {claim.pack.reason} {claim.pack.culprits}")
    return took


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
