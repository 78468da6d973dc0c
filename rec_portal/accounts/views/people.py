"""Helping somebody else's sign-in along; who may is asked by the services, and first by what the page shows."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rec_portal.accounts.forms import AddressForm, ReasonForm
from rec_portal.accounts.models import User
from rec_portal.accounts.services.access import change_address, clear_mail_refusal, remove_factors
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import FormPage, find, require


@method_decorator(reauthentication_required, name="dispatch")
class _AboutSomebody(FormPage):
    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.person = find(User.objects, request.user, public_id=kwargs["public_id"])
        require(request.user, "disable", self.person)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"person": self.person}


class ChangeAddress(_AboutSomebody):
    template = "accounts/address_form.html"
    form_class = AddressForm

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": self.person.version}

    def save(self, request: HttpRequest, form: AddressForm) -> str:
        person = change_address(actor=request.user, person=self.person, **form.cleaned_data)
        self.done_message = _("%(name)s now signs in with %(address)s.") % {"name": person, "address": person.email}
        return person.get_absolute_url()


class RemoveFactors(_AboutSomebody):
    template = "accounts/factors_form.html"
    form_class = ReasonForm

    def save(self, request: HttpRequest, form: ReasonForm) -> str:
        remove_factors(actor=request.user, person=self.person, **form.cleaned_data)
        self.done_message = _("%(name)s sets up a new second factor at the next sign-in.") % {"name": self.person}
        return self.person.get_absolute_url()


@require_POST
def resume_mail(request: HttpRequest, public_id: str) -> HttpResponse:
    person = find(User.objects, request.user, public_id=public_id)
    try:
        clear_mail_refusal(actor=request.user, person=person)
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, _("The portal writes to %(name)s again.") % {"name": person})
    return HttpResponseRedirect(person.get_absolute_url())
