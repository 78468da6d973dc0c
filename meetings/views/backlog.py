"""What waits for a meeting of a body: its backlog, for those who run it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from councils.models import Body
from meetings.models import AgendaItem
from meetings.views.agenda import details_of, target_name, targets_of
from rec_portal.foundation.views import find

SHOWN = 100


class BacklogPage(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        body: Body = find(Body.objects, request.user, "run", slug=slug)
        waiting: Any = AgendaItem.objects.visible_to(request.user)  # type: ignore[attr-defined]
        targets = targets_of(request, None, body.pk)
        context = {
            "body": body,
            "items": [
                {"item": item, "detail": " · ".join(details_of(item))} for item in waiting.backlog_of(body)[:SHOWN]
            ],
            "targets": [(key, target_name(meeting)) for key, meeting in targets.items()],
        }
        return render(request, "meetings/backlog.html", context)
