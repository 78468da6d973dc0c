"""What is looked at before the provisional agenda is published."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from councils.choices import DocumentLanguage
from councils.models import Document
from meetings.choices import AgendaKind
from meetings.models import AgendaItem, Meeting, Paper
from meetings.notices import planning
from rec_portal.accounts.models import User
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage

# Neither sent nor given up for a reason: the person does not know of the meeting yet.
UNTOLD = (MessageState.WAITING, MessageState.SENDING, MessageState.DEAD)
WORKING_LANGUAGES = (DocumentLanguage.ENGLISH, DocumentLanguage.RUSSIAN)
NOTES = (
    (_lazy("concept note"), re.compile(r"concept note|концептуальн\w+ записк", re.IGNORECASE)),
    (_lazy("information note"), re.compile(r"information note|информационн\w+ записк", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Check:
    """One question of the checklist; `detail` says what is missing where it is not `met`."""

    label: str
    met: bool
    detail: str = ""
    must: bool = False


def checklist(meeting: Meeting, reader: User) -> list[Check]:
    """What is looked at before the agenda is published. Only a check that `must` be met stands in the way.

    Papers are named, so only those that `reader` may see are looked at.
    """
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "id"))
    papers = _papers(meeting, reader)
    return [
        Check(_("The agenda has items"), bool(items), _("There is no agenda yet."), must=True),
        _minutes(items),
        _fits(items, meeting),
        _grounds(items),
        _notes(papers),
        _languages(papers),
        _revisions(papers),
        _told(meeting),
    ]


def _minutes(items: Sequence[AgendaItem]) -> Check:
    return _for_all(_("Every item says how long it takes"), [item for item in items if not item.minutes])


def _fits(items: Sequence[AgendaItem], meeting: Meeting) -> Check:
    over = sum(item.minutes or 0 for item in items) - meeting.minutes
    text = ngettext("%(n)d minute longer than the meeting", "%(n)d minutes longer than the meeting", max(over, 1))
    return Check(_("It fits into the time of the meeting"), over <= 0, text % {"n": over})


def _grounds(items: Sequence[AgendaItem]) -> Check:
    """A decision needs somebody who presents it, or a paper to read."""
    bare = [
        item for item in items if item.kind == AgendaKind.DECISION and not item.presenter and not item.papers.exists()
    ]
    return _for_all(_("Every item for decision has a speaker or a paper"), bare)


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


def _told(meeting: Meeting) -> Check:
    about = OutboxMessage.objects.about(meeting).filter(kind=planning.INVITATION, schedule_seq=meeting.schedule_seq)
    invited = meeting.invitations.standing().values("person")
    count = about.filter(state__in=UNTOLD, recipient__in=invited).values("recipient").distinct().count()
    text = ngettext("%(n)d invitation has not been sent.", "%(n)d invitations have not been sent.", count)
    return Check(_("Everybody invited has their invitation"), count == 0, text % {"n": count})


def _for_all(label: str, lacking: Sequence[AgendaItem]) -> Check:
    numbers = ", ".join(str(item.position) for item in lacking)
    text = ngettext("Not item %(numbers)s.", "Not items %(numbers)s.", len(lacking))
    return Check(label, not lacking, text % {"numbers": numbers})
