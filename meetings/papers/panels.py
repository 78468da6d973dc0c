"""On a meeting's page: its papers. On a document's page: where it lies on the table."""

from typing import Any

from django.http import HttpRequest

from councils.documents.models import Document
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.papers.models import Paper
from meetings.papers.tables.papers import paper_groups
from rec_portal.foundation import panels, policy, spelling
from rec_portal.foundation.context import reader_zone

MOST = 50


def _papers(request: HttpRequest, meeting: Meeting) -> dict[str, Any] | None:
    runs = policy.may_start(request.user, "run_body", meeting.body) and meeting.state != MeetingState.DISCARDED
    groups = paper_groups(meeting, request.user, runs)
    return {"groups": groups, "runs": runs, "meeting": meeting} if groups or runs else None


def _where_used(request: HttpRequest, document: Document) -> dict[str, Any] | None:
    visible: Any = Paper.objects.visible_to(request.user).filter(revision__document=document)
    zone = reader_zone(request.user)
    rows = [
        {
            "title": paper.meeting.title,
            "url": paper.meeting.get_absolute_url(),
            "when": spelling.span(paper.meeting.starts_at, paper.meeting.ends_at, zone, short=True),
            "language": paper.revision.get_language_display(),  # type: ignore[attr-defined]
            "number": paper.revision.number,
        }
        for paper in visible.select_related("meeting", "revision").order_by("-meeting__starts_at", "-id")[:MOST]
    ]
    return {"rows": rows} if rows else None


panels.register("meeting", panels.Panel(20, "meetings/papers/_panel_papers.html", _papers))
panels.register("document", panels.Panel(10, "meetings/papers/_panel_document.html", _where_used))
