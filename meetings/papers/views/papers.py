"""Papers of a meeting: adding, taking off, renewing, and all of them at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from councils.bodies.models import Body
from councils.documents.choices import Marking
from councils.documents.models import DocumentRevision
from councils.documents.services.documents import create_document
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import MeetingState
from meetings.meeting.views import RunPage, find_meeting
from meetings.papers.forms import PaperForm
from meetings.papers.models import Paper
from meetings.papers.services.archive import archive_name, narrowest_marking, papers_archive
from meetings.papers.services.papers import add_paper, note_papers_download, remove_paper, renew_paper
from meetings.papers.tables.papers import papers_of
from rec_portal.files import storing
from rec_portal.files.sending import guarded, pour_out
from rec_portal.foundation import policy
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import find

ZIP = "application/zip"
MOST_OFFERED = 200


class AddPaper(RunPage):
    """`?item=<public id>` chooses the agenda item beforehand."""

    template = "meetings/papers/paper_add.html"
    form_class = PaperForm
    states = frozenset(MeetingState.values) - {MeetingState.DISCARDED}

    def form(self, request: HttpRequest, data: Any = None) -> PaperForm:
        files = request.FILES if data is not None else None
        return PaperForm(data, files, initial=self.initial(request), **self.form_options(request))

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        language = (request.LANGUAGE_CODE or "en")[:2]  # type: ignore[attr-defined]
        return {"item": request.GET.get("item", ""), "marking": Marking.MEMBERS, "language": language}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        joint = [self.meeting.body_id, *self.meeting.further_bodies.values_list("body_id", flat=True)]
        bodies = Body.objects.visible_to(request.user).filter(pk__in=joint).order_by("order", "id")
        return {
            "revisions": self._offered(request, joint),
            "items": AgendaItem.objects.shown_to(request.user, meeting=self.meeting),
            "bodies": list(bodies) if len(joint) > 1 else [],
        }

    def _offered(self, request: HttpRequest, bodies: list[int]) -> list[DocumentRevision]:
        """The newest revision of each document and language of the meeting's groups, the latest documents first."""
        visible = DocumentRevision.objects.visible_to(request.user).filter(document__body__in=bodies)
        rows = visible.select_related("document").order_by("-document_id", "language", "-number")
        newest: dict[tuple[int, str], DocumentRevision] = {}
        for row in rows[: MOST_OFFERED * 3]:
            newest.setdefault((row.document_id, row.language), row)
        return list(newest.values())[:MOST_OFFERED]

    def save(self, request: HttpRequest, form: PaperForm) -> str:
        place = form.place()
        pinned = form.pinned()
        revision = pinned or self._brought(request, form, place["for_body"])
        try:
            add_paper(actor=request.user, meeting=self.meeting, revision=revision, **place)
        except BaseException:
            if pinned is None:
                storing.discard(revision.stored_as)
            raise
        self.done_message = _("The paper is on the table.")
        return f"{self.meeting.get_absolute_url()}#papers"

    def _brought(self, request: HttpRequest, form: PaperForm, for_body: Body | None) -> DocumentRevision:
        """A new document: of the group that it is only for where the person runs that group, else of the host."""
        own = for_body is not None and policy.may_start(request.user, "run_body", for_body)
        document = create_document(
            actor=request.user,
            body=for_body if for_body is not None and own else self.meeting.body,
            about=form.about(),
            upload=form.cleaned_data["file"],
            language=form.cleaned_data["language"],
        )
        return document.revisions.get()


@require_POST
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    paper = _paper(request, public_id)
    remove_paper(actor=request.user, paper=paper)
    messages.success(request, _("The paper is off the table. The document itself is still there."))
    return HttpResponseRedirect(f"{paper.meeting.get_absolute_url()}#papers")


@require_POST
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    paper = _paper(request, public_id)
    try:
        renew_paper(actor=request.user, paper=paper)
        messages.success(request, _("The newest revision is on the table now."))
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(f"{paper.meeting.get_absolute_url()}#papers")


@require_safe
def papers_zip(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """All papers that the reader may see, as one archive with a list of them; 404 when there is none."""
    meeting = find_meeting(request, public_id)
    papers = papers_of(meeting, request.user)
    if not papers:
        raise Http404
    about = {"name": archive_name(meeting, papers), "marking": narrowest_marking(papers)}
    if request.method == "HEAD":
        return guarded(HttpResponse(content_type=ZIP), **about)
    note_papers_download(actor=request.user, meeting=meeting, papers=papers)
    return pour_out(papers_archive(meeting, papers), media_type=ZIP, **about)


def _paper(request: HttpRequest, public_id: str) -> Paper:
    return find(Paper.objects.select_related("meeting"), request.user, "run", public_id=public_id)
