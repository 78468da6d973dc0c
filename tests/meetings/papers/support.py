"""Papers on a table, and what a pack made of them."""

import io
from datetime import timedelta

from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from councils.documents.choices import Marking
from meetings.papers.choices import Audience
from meetings.papers.models import PackBuild
from meetings.papers.services.packs import ask_for_pack
from meetings.papers.services.papers import add_paper
from rec_portal.files.storing import path_of
from rec_portal.foundation.querysets import recorded_in_bulk
from tests.factories.documents import a_pdf, bring_document, upload


def put(world, meeting, title, *, marking=Marking.MEMBERS, content=None, name="Paper.pdf", body=None, also=(), **place):
    """A document with that title on the table of the meeting."""
    file = upload(name, a_pdf(title, pages=2) if content is None else content)
    document = bring_document(
        body or world.group_a, title_en=title, marking=marking, file=file, further_bodies=list(also)
    )
    return add_paper(actor=world.secretary, meeting=meeting, revision=document.revisions.get(), **place)


def texts(pack) -> list[str]:
    return [page.extract_text() for page in PdfReader(path_of(pack.stored_as)).pages]


def files(root) -> list:
    return [path for path in root.rglob("*") if path.is_file()]


def encrypted() -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(a_pdf())))
    writer.encrypt("secret")
    store = io.BytesIO()
    writer.write(store)
    return store.getvalue()


def asked_for(world, meeting) -> PackBuild:
    return ask_for_pack(
        actor=world.secretary, meeting=meeting, audience=Audience.MEMBERS, body=world.group_a, language="en"
    )


def let_the_lease_run_out(pack) -> None:
    with recorded_in_bulk():
        PackBuild.objects.filter(pk=pack.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
