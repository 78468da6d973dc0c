"""Papers of a meeting as PDF and DOCX."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from meetings.meeting.views import find_meeting
from meetings.record.services.files import KINDS, paper_of
from meetings.record.views.minutes import chosen_language
from rec_portal.paper.blocks import as_pdf
from rec_portal.paper.word import DOCX, as_docx

WRITERS = {"pdf": (as_pdf, "application/pdf"), "docx": (as_docx, DOCX)}


@require_safe
def record_file(request: HttpRequest, public_id: str, kind: str, form: str) -> HttpResponse:
    """`?language=en|ru` is the language of the file, whatever that of the page; `?closed=1` adds closed items for those
    who run the meeting."""
    meeting = find_meeting(request, public_id)
    if kind not in KINDS or form not in WRITERS:
        raise Http404
    language = chosen_language(request)
    paper = paper_of(kind, meeting, request.user, language, closed="closed" in request.GET)
    if paper is None:
        raise Http404
    write, content_type = WRITERS[form]
    with override(language):
        content = write(paper)
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{kind}-{meeting.wall_day.isoformat()}-{language}.{form}"'
    return response
