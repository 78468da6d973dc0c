"""The person's own calendar address: made, shown once, revoked."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from meetings.calendar.services import close_feed, has_feed, open_feed


class CalendarSettings(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes a new address. It is shown in this answer only: neither session nor database keeps it readable."""
        person: Any = request.user
        secret = open_feed(actor=person, person=person)
        return self._show(request, address=settings.SITE_URL + reverse("meetings:feed", args=[secret]))

    def _show(self, request: HttpRequest, address: str = "") -> HttpResponse:
        person: Any = request.user
        context: dict[str, Any] = {"has_feed": has_feed(person), "address": address}
        if address:
            context["subscribe"] = "webcal://" + address.split("://", 1)[1]
        response = render(request, "meetings/calendar/calendar_settings.html", context)
        response["Cache-Control"] = "private, no-store"
        return response


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    close_feed(actor=person, person=person)
    messages.success(request, _("The calendar address no longer works."))
    return HttpResponseRedirect(reverse("meetings:calendar"))
