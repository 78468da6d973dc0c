"""Board packs of a meeting: asking for one, watching it being made, taking it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from meetings.meeting.models import Meeting
from meetings.meeting.views import find_both_ways, find_meeting
from meetings.papers.models import PackBuild
from meetings.papers.services.pack_building import ring
from meetings.papers.services.packs import ask_for_pack, audiences_of, marking_of, take_pack
from meetings.papers.tables.packs import pack_lines
from rec_portal.files.naming import with_marking
from rec_portal.files.sending import guarded, hand_out
from rec_portal.files.storing import path_of
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import find

PDF = "application/pdf"
LONGEST_NAME = 80


class Packs(View):
    """GET shows the packs that the person may have, POST asks for one (`pack` = "<audience>:<body slug>")."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        meeting, _runs = find_both_ways(request, public_id)
        return self._shown(request, meeting)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        meeting = find_meeting(request, public_id)
        wanted = request.POST.get("pack", "")
        offered = {
            f"{audience}:{body.slug}": (audience, body) for audience, body in audiences_of(request.user, meeting)
        }
        if wanted not in offered:
            return self._shown(request, meeting, status=422)
        audience, body = offered[wanted]
        try:
            ask_for_pack(
                actor=request.user, meeting=meeting, audience=audience, body=body, language=(get_language() or "en")[:2]
            )
        except NotAllowed as refusal:
            raise Http404 from refusal
        ring()
        return HttpResponseRedirect(reverse("meetings:packs", args=[meeting.public_id]))

    def _shown(self, request: HttpRequest, meeting: Meeting, status: int = 200) -> HttpResponse:
        language = (get_language() or "en")[:2]
        lines = pack_lines(meeting, request.user, audiences_of(request.user, meeting), language)
        if not lines:
            raise Http404
        context: dict[str, Any] = {"meeting": meeting, "lines": lines, "looking": any(line.busy for line in lines)}
        template = "meetings/papers/_packs.html" if request.GET.get("part") == "packs" else "meetings/papers/packs.html"
        return render(request, template, context, status=status)


@require_safe
def pack_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The pack itself; one that is out of date leads back to where it can be made anew."""
    rows = PackBuild.objects.select_related("meeting__body", "body")
    pack = find(rows, request.user, public_id=public_id)
    try:
        take_pack(actor=request.user, pack=pack, looking=request.method == "HEAD")
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(reverse("meetings:packs", args=[pack.meeting.public_id]))
    marking = marking_of(pack)
    stem = pack.meeting.title[:LONGEST_NAME].replace("/", "-")
    about = {"name": with_marking(f"{stem}, {_('board pack')}.pdf", str(marking.label)), "marking": marking.value}
    if request.method == "HEAD":
        return guarded(HttpResponse(content_type=PDF), **about)
    return hand_out(path_of(pack.stored_as), media_type=PDF, **about)
