"""Documents and papers, stored without a real file unless a test asks for one."""

import hashlib
from secrets import token_hex
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from councils.bodies.models import Body
from councils.documents.choices import Marking, Scan
from councils.documents.models import Document, DocumentBody, DocumentReader, DocumentRevision
from councils.documents.services.documents import About, create_document
from meetings.meeting.models import Meeting
from meetings.papers.choices import Audience
from meetings.papers.models import Paper
from meetings.papers.services.pack_building import build_waiting
from meetings.papers.services.packs import ask_for_pack
from rec_portal.foundation.records import store
from rec_portal.paper.pdf import Sheet


def make_document(body: Body, *, marking: str = Marking.MEMBERS, also: Any = (), readers: Any = (), **fields: Any):
    """A document without a revision yet."""
    fields = {"title_en": "Draft roadmap", **fields}
    document = Document(body=body, marking=marking, **fields)
    store(document, actor=None)
    for further in also:
        DocumentBody.objects.create(document=document, body=further)
    for person in readers:
        DocumentReader.objects.create(document=document, person=person)
    return document


def make_revision(document: Document, *, language: str = "en", **fields: Any) -> DocumentRevision:
    """A revision whose file is not there."""
    number = document.revisions.filter(language=language).count() + 1
    values = {
        "original_name": "roadmap.pdf",
        "size": 4,
        "media_type": "application/pdf",
        "sha256": hashlib.sha256(b"none").hexdigest(),
        "stored_as": token_hex(16),
        "scan": Scan.NOT_SCANNED,
    } | fields
    revision = DocumentRevision(document=document, language=language, number=number, **values)
    store(revision, actor=None)
    return revision


def make_paper(meeting: Meeting, revision: DocumentRevision | None = None, **fields: Any) -> Paper:
    revision = revision or make_revision(make_document(meeting.body))
    paper = Paper(meeting=meeting, revision=revision, position=meeting.papers.count() + 1, **fields)
    store(paper, actor=None)
    return paper


def a_pdf(text: str = "A draft of the roadmap", pages: int = 1) -> bytes:
    """A small real PDF file."""
    sheet = Sheet(text)
    for number in range(pages):
        if number:
            sheet.add_page()
        sheet.paragraph(f"{text}, page {number + 1}")
    return sheet.written()


def upload(name: str = "Roadmap.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf() if content is None else content)


def bring_document(body: Body, *, file: Any = None, language: str = "en", actor: Any = None, **about: Any) -> Document:
    """A document with a file that is really there, by the service itself."""
    values = {"title_en": "Draft roadmap", "title_ru": "", "symbol": "", "marking": Marking.MEMBERS} | about
    return create_document(actor=actor, body=body, about=About(**values), upload=file or upload(), language=language)


def make_pack(
    meeting: Meeting, *, actor: Any, audience: str = Audience.MEMBERS, language: str = "en", body: Any = None
):
    """A pack as it was asked for and built."""
    pack = ask_for_pack(actor=actor, meeting=meeting, audience=audience, body=body or meeting.body, language=language)
    build_waiting()
    pack.refresh_from_db()
    return pack
