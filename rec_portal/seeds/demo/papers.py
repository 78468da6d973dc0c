"""Papers of the demo: small files with real content, each marking once; all of it invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from councils.bodies.models import Body
from councils.documents.choices import Marking
from councils.documents.models import Document
from councils.documents.services.documents import About, add_revision, create_document
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.papers.services.papers import add_paper
from rec_portal.accounts.models import User
from rec_portal.paper.blocks import Paper, as_pdf, blocks_of
from rec_portal.paper.word import as_docx
from rec_portal.seeds.demo.paper_texts import CONCEPT, CONTACTS, INFORMATION, OPTIONS, PLAN, Texts
from rec_portal.seeds.demo.people import BY_KEY

WRITERS: dict[str, Any] = {"pdf": as_pdf, "docx": as_docx}


@dataclass(frozen=True)
class File:
    """One revision: language, ending, and which of the texts it holds (a draft may come before the last one)."""

    language: str
    kind: str
    version: int = -1


@dataclass(frozen=True)
class Tabled:
    """A document with its files, and where the last one in each language lies: (meeting's title, number of the item).

    `item` None puts it on the table of the meeting as a whole.
    """

    body: str
    texts: Texts
    marking: str
    files: Sequence[File]
    meeting: str
    item: int | None = None
    symbol: str = ""
    readers: Sequence[str] = ()


REGULAR_A, REGULAR_B = "Working group (a): regular meeting", "Working group (b): regular meeting"
PAPERS = [
    Tabled(
        "wg-a",
        PLAN,
        Marking.MEMBERS,
        [File("en", "pdf", 0), File("en", "pdf"), File("ru", "pdf")],
        meeting=REGULAR_A,
        item=2,
        symbol="WG-A/Demo/1",
    ),
    # Only in one language: the list of documents says what is missing.
    Tabled("wg-a", CONCEPT, Marking.MEMBERS, [File("en", "docx")], meeting=REGULAR_A, item=3, symbol="WG-A/Demo/2"),
    Tabled(
        "wg-a",
        OPTIONS,
        Marking.RESTRICTED,
        [File("en", "docx"), File("ru", "docx")],
        meeting=REGULAR_A,
        item=5,
        symbol="WG-A/Demo/3",
    ),
    Tabled("wg-a", CONTACTS, Marking.CONFIDENTIAL, [File("ru", "docx")], meeting=REGULAR_A, readers=["chair.a"]),
    Tabled("wg-b", INFORMATION, Marking.PUBLIC, [File("en", "pdf"), File("ru", "pdf")], meeting=REGULAR_B),
]


def load(bodies: dict[str, Body]) -> None:
    secretary = User.objects.get(email=BY_KEY["secretariat"].email)
    for tabled in PAPERS:
        body = bodies[tabled.body]
        if not Document.objects.filter(body=body, title_en=tabled.texts.title_en).exists():
            _lay(tabled, _entered(tabled, body, secretary), secretary)


def _entered(tabled: Tabled, body: Body, secretary: User) -> Document:
    texts = tabled.texts
    about = About(
        title_en=texts.title_en,
        title_ru=texts.title_ru,
        symbol=tabled.symbol,
        marking=tabled.marking,
        readers=list(User.objects.filter(email__in=[BY_KEY[key].email for key in tabled.readers])),
    )
    first, *others = tabled.files
    upload = _written(tabled, first)
    document = create_document(actor=secretary, body=body, about=about, upload=upload, language=first.language)
    for file in others:
        add_revision(actor=secretary, document=document, upload=_written(tabled, file), language=file.language)
    return document


def _lay(tabled: Tabled, document: Document, secretary: User) -> None:
    """The newest revision of each language. A meeting that somebody renamed or an item that is gone gets no paper."""
    meeting = Meeting.objects.filter(body=document.body, title=tabled.meeting).first()
    if meeting is None:
        return
    item = AgendaItem.objects.shown_to(secretary).filter(meeting=meeting, position=tabled.item or 0).first()
    newest = {row.language: row for row in document.revisions.order_by("number")}
    for language in sorted(newest):
        add_paper(actor=secretary, meeting=meeting, revision=newest[language], item=item)


def _written(tabled: Tabled, file: File) -> SimpleUploadedFile:
    with override(file.language):
        title, marking = tabled.texts.title(file.language), str(Marking(tabled.marking).label)
        blocks = blocks_of(tabled.texts.text(file.language)[file.version])
        content = WRITERS[file.kind](Paper(title, marking, file.language, blocks))
    return SimpleUploadedFile(f"{title}.{file.kind}", content)
