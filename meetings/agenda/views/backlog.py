"""What waits for a meeting of a body: members' proposals and its backlog, for those who run it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from councils.bodies.models import Body
from councils.bodies.services.bodies import let_observers_propose
from meetings.agenda.models import AgendaItem, Proposal
from meetings.agenda.views.agenda import details_of, target_name, targets_of
from rec_portal.foundation.views import find

SHOWN = 100


class BacklogPage(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        body: Body = find(Body.objects, request.user, "run", slug=slug)
        waiting: Any = AgendaItem.objects.visible_to(request.user)  # type: ignore[attr-defined]
        targets = targets_of(request, None, body.pk)
        proposals: Any = Proposal.objects.visible_to(request.user).waiting()  # type: ignore[attr-defined]
        context = {
            "proposals": proposals.filter(body=body).select_related("seat__organisation", "proposer")[:SHOWN],
            "body": body,
            "items": [
                {"item": item, "detail": " · ".join(details_of(item))} for item in waiting.backlog_of(body)[:SHOWN]
            ],
            "targets": [(key, target_name(meeting)) for key, meeting in targets.items()],
        }
        return render(request, "meetings/agenda/backlog.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Whether observers may propose."""
        body: Body = find(Body.objects, request.user, "run", slug=slug)
        let_observers_propose(actor=request.user, body=body, allowed=request.POST.get("allowed") == "yes")  # type: ignore[arg-type]
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("meetings:backlog", args=[body.slug]))
