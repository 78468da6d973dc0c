"""What papers add to the meeting's page, to its mails and to the checklist before the agenda is published."""

from collections.abc import Iterable
from typing import Any

from councils.documents.choices import Marking
from councils.documents.models import Document
from meetings.calling.services.checklist import more_checks
from meetings.meeting import attached
from meetings.meeting.models import Meeting
from meetings.notices.papers import PapersTold, papers_to_mention
from meetings.papers.models import Paper
from meetings.papers.services.checks import paper_checks
from rec_portal.foundation import policy

attached.register("papers", Paper)
more_checks.register()(paper_checks)

# A mail is passed on and stays in mailboxes for years, so it names only what the whole group may read.
NAMED_IN_MAIL = (Marking.PUBLIC, Marking.MEMBERS)


@papers_to_mention.register()
def mentioned(meeting: Meeting, people: Iterable[Any], action: str) -> dict[int, PapersTold]:
    """By person: one query, and one for each paper of the meeting, however many people there are."""
    wanted = {person.pk for person in people}
    readable: dict[int, list[Paper]] = {key: [] for key in wanted}
    for paper in Paper.objects.filter(meeting=meeting).on_the_table():
        for person in policy.users_who_can(action, paper).filter(pk__in=wanted).values_list("pk", flat=True):
            readable[person].append(paper)
    return {person: _told(papers) for person, papers in readable.items()}


def _told(papers: Iterable[Paper]) -> PapersTold:
    named: dict[int, Document] = {}
    others: set[int] = set()
    for paper in papers:
        document = paper.revision.document
        hidden = paper.item is not None and paper.item.restricted
        if document.marking in NAMED_IN_MAIL and not hidden:
            named[document.pk] = document
        else:
            others.add(document.pk)
    return PapersTold(tuple(named.values()), len(others - named.keys()))
