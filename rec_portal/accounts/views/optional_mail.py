"""Turning optional mail off and on by the address in a mail: no sign-in. GET shows, POST acts (RFC 8058 too)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from rec_portal.accounts.services.optional_mail import OPTIONAL, choose_mail, read_stop

WORDS = {
    "reminders": (_("Reminders of meetings"), _("Invitations and changes still reach you.")),
    "digest": (_("The week’s summary"), _("Invitations, changes and reminders still reach you.")),
}


# No cookie speaks for the person here, only the token, and a mail program that presses the button for them has neither.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class OptionalMail(View):
    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        return self._answer(request, secret)

    def post(self, request: HttpRequest, secret: str) -> HttpResponse:
        found = read_stop(secret)
        if found is None:
            return self._answer(request, secret)
        person, what = found
        choose_mail(person=person, what=what, wanted=request.POST.get("wanted") == "yes")
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return self._sealed(HttpResponse(status=200))
        return self._sealed(HttpResponseRedirect(request.path))

    def _answer(self, request: HttpRequest, secret: str) -> HttpResponse:
        found = read_stop(secret)
        if found is None:
            return self._sealed(render(request, "accounts/optional_mail_unknown.html", status=404))
        person, what = found
        heading, rest = WORDS[what]
        with translation.override(person.language):
            context = {"person": person, "heading": heading, "rest": rest, "wanted": getattr(person, OPTIONAL[what])}
            return self._sealed(render(request, "accounts/optional_mail.html", context))

    @staticmethod
    def _sealed(response: Any) -> Any:
        response["Cache-Control"] = "private, no-store"
        # Without any referrer the browser would hide the origin too, and the language buttons would be refused.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response
