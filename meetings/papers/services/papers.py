"""Putting documents on the table of a meeting, and taking them off again. The documents themselves stay."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from councils.bodies.models import Body
from councils.documents.choices import Marking
from councils.documents.models import DocumentRevision
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import UNANNOUNCED
from meetings.meeting.models import Meeting
from meetings.papers.models import Paper
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import erase, lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed


@transaction.atomic
def add_paper(
    *,
    actor: User | None,
    meeting: Meeting,
    revision: DocumentRevision,
    item: AgendaItem | None = None,
    for_body: Body | None = None,
) -> Paper:
    """Pins exactly this revision, to the meeting or to one item of its agenda."""
    meeting = _locked(meeting, actor)
    if actor is not None and not policy.can(actor, "see", revision):
        raise NotAllowed
    if item is not None and item.meeting_id != meeting.pk:
        raise InvalidInput(_("This item is not on the agenda any more."), field="item")
    if for_body is not None and for_body.pk not in _bodies_of(meeting):
        raise InvalidInput(_("This group does not take part in the meeting."), field="for_body")
    if Paper.objects.filter(meeting=meeting, revision=revision, item=item, for_body=for_body).exists():
        raise InvalidInput(_("This paper lies there already."), field="existing")
    last = Paper.objects.filter(meeting=meeting).order_by("-position").first()
    paper = Paper(
        meeting=meeting,
        revision=revision,
        item=item,
        for_body=for_body,
        position=(last.position if last else 0) + 1,
    )
    store(paper, actor=actor)
    _tell_history(paper, actor=actor, old="", new=said(revision))
    return paper


@transaction.atomic
def remove_paper(*, actor: User, paper: Paper) -> None:
    """Takes the paper off the table; the document stays where it is."""
    _locked(paper.meeting, actor)
    paper = lock(paper)
    _tell_history(paper, actor=actor, old=said(paper.revision), new="")
    erase(paper, actor=actor)


@transaction.atomic
def renew_paper(*, actor: User, paper: Paper) -> Paper:
    """Pins the newest revision in the same language instead; InvalidInput when it is pinned already."""
    _locked(paper.meeting, actor)
    paper = lock(paper)
    old = paper.revision
    newest = old.document.revisions.filter(language=old.language).order_by("-number").first()
    if newest is None or newest.pk == old.pk:
        raise InvalidInput(_("This is the newest revision."))
    if not policy.can(actor, "see", newest):
        raise NotAllowed
    paper.revision = newest
    store(paper, actor=actor)
    _tell_history(paper, actor=actor, old=said(old), new=said(newest))
    return paper


@transaction.atomic
def note_papers_download(*, actor: User, meeting: Meeting, papers: Sequence[Paper]) -> None:
    """One line of the history for a whole archive, naming each file by its hash."""
    listed = "; ".join(f"{said(paper.revision)}, SHA-256 {paper.revision.sha256}" for paper in papers)
    record(
        actor=actor,
        verb="meeting.papers_downloaded",
        target=meeting,
        root_id=meeting.body_id,
        changes=[{"field": "papers", "old": None, "new": listed}],
    )


def said(revision: DocumentRevision) -> str:
    """A revision without its title: not all who read the history may know it."""
    return f"{revision.document.name_in_history}, {revision.language} {revision.number}"


def _locked(meeting: Meeting, actor: User | None) -> Meeting:
    meeting = lock(meeting)
    if actor is not None and not policy.can(actor, "run", meeting):
        raise NotAllowed
    return meeting


def _bodies_of(meeting: Meeting) -> set[int]:
    return {meeting.body_id, *meeting.further_bodies.values_list("body_id", flat=True)}


def _tell_history(paper: Paper, *, actor: User | None, old: str, new: str) -> None:
    widely_read = paper.revision.document.marking in (Marking.PUBLIC, Marking.MEMBERS)
    hidden = (paper.item is not None and paper.item.restricted) or paper.for_body_id is not None
    changes: list[dict[str, Any]] = [{"field": "papers", "old": old, "new": new}]
    record(
        actor=actor,
        verb="meeting.papers_changed",
        target=paper.meeting,
        root_id=paper.meeting.body_id,
        changes=changes,
        for_members=widely_read and not hidden and paper.meeting.state not in UNANNOUNCED,
    )
