from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from rec_portal.accounts.forms import ProfileForm
from rec_portal.accounts.second_factor import has_second_factor
from rec_portal.accounts.services.profile import change_profile
from rec_portal.foundation.refusals import InvalidInput
from rec_portal.foundation.views import FormPage


class ProfilePage(FormPage):
    template = "accounts/profile_form.html"
    form_class = ProfileForm
    done_message = _("Saved.")

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"person": request.user}

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        person: Any = request.user
        names = ("name", "job_title", "language", "time_zone", "wants_reminders", "wants_digest", "version")
        return {name: getattr(person, name) for name in names}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"person": request.user, "has_factor": has_second_factor(request.user)}

    def save(self, request: HttpRequest, form: ProfileForm) -> str:
        person = change_profile(actor=request.user, person=request.user, **form.cleaned_data)
        # The next page, and the word that it is saved, come in the language just chosen.
        translation.activate(person.language)
        return reverse("accounts:profile")


@require_POST
def set_zone(request: HttpRequest) -> HttpResponse:
    """The city buttons of the person's menu: one tap, and back to the page it was opened on."""
    try:
        change_profile(actor=request.user, person=request.user, time_zone=request.POST.get("time_zone", ""))
    except InvalidInput:
        return HttpResponseRedirect(reverse("accounts:profile"))
    back = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if own else "/")
