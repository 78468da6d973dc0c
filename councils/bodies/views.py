from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from councils.bodies.forms import RepresentationForm
from councils.bodies.models import Body
from councils.bodies.services.bodies import set_representation
from rec_portal.foundation.views import FormPage, find, require


class RepresentationRule(FormPage):
    """The rule by which a session is told that too few deciding seats are there."""

    template = "councils/bodies/representation_form.html"
    form_class = RepresentationForm
    done_message = _("The rule is saved.")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.body = find(Body.objects, request.user, slug=kwargs["slug"])
        require(request.user, "administer", self.body)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        body = self.body
        return {"least_seats": body.least_seats, "least_share": body.least_share, "version": body.version}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"body": self.body}

    def save(self, request: HttpRequest, form: RepresentationForm) -> str:
        set_representation(actor=request.user, body=self.body, **form.cleaned_data)  # type: ignore[arg-type]
        return self.body.get_absolute_url()
