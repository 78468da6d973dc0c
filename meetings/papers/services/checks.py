"""What the checklist before publishing an agenda asks of the papers."""

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from councils.documents.choices import DocumentLanguage
from councils.documents.models import Document
from meetings.calling.services.checklist import Check
from meetings.meeting.models import Meeting
from meetings.papers.models import Paper
from rec_portal.accounts.models import User

WORKING_LANGUAGES = (DocumentLanguage.ENGLISH, DocumentLanguage.RUSSIAN)
NOTES = (
    (_lazy("concept note"), re.compile(r"concept note|концептуальн\w+ записк", re.IGNORECASE)),
    (_lazy("information note"), re.compile(r"information note|информационн\w+ записк", re.IGNORECASE)),
)


def paper_checks(meeting: Meeting, reader: User) -> list[Check]:
    """Papers are named, so only those that `reader` may see are looked at."""
    papers = _papers(meeting, reader)
    return [_notes(papers), _languages(papers), _revisions(papers)]


def _papers(meeting: Meeting, reader: User) -> list[Any]:
    visible: Any = Paper.objects.visible_to(reader, meeting=meeting)
    return list(visible.select_related("revision__document").with_newest().order_by("position", "id"))


def _notes(papers: Sequence[Any]) -> Check:
    """Known by what they are called, in either language: a document has no kind."""
    titles = [f"{document.title_en}\n{document.title_ru}" for document in _documents(papers)]
    lacking = [name for name, pattern in NOTES if not any(pattern.search(title) for title in titles)]
    label = _("A concept note and an information note are among the papers")
    return _unless(label, _("Missing: %(names)s."), [str(name) for name in lacking])


def _languages(papers: Sequence[Any]) -> Check:
    there = {(paper.revision.document_id, paper.revision.language) for paper in papers}
    lacking = [
        f"{document} ({language.label})"
        for document in _documents(papers)
        for language in WORKING_LANGUAGES
        if (document.pk, language) not in there
    ]
    return _unless(_("Every paper is there in English and in Russian"), _("Missing: %(names)s."), lacking)


def _revisions(papers: Sequence[Any]) -> Check:
    older = [
        f"{paper.revision.document} ({paper.revision.get_language_display()})"
        for paper in papers
        if paper.newest > paper.revision.number
    ]
    return _unless(_("Each paper is the newest revision"), _("There is a newer one: %(names)s."), older)


def _documents(papers: Sequence[Any]) -> list[Document]:
    return list({paper.revision.document_id: paper.revision.document for paper in papers}.values())


def _unless(label: str, detail: str, names: Sequence[str]) -> Check:
    return Check(label, not names, detail % {"names": "; ".join(names)})
