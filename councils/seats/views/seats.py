from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from councils.bodies.choices import SeatKind
from councils.bodies.models import Body
from councils.organisations.models import Organisation
from councils.seats.forms.seat import SeatForm
from councils.seats.services.seats import create_seat
from rec_portal.foundation.views import FormPage, find, require


class NewSeat(FormPage):
    template = "councils/seats/seat_form.html"
    form_class = SeatForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.body = find(Body.objects, request.user, slug=kwargs["slug"])
        require(request.user, "appoint", self.body)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"kind": SeatKind.OBSERVING}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"organisations": list(Organisation.objects.visible_to(request.user).by_protocol())}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"body": self.body}

    def save(self, request: HttpRequest, form: SeatForm) -> str:
        seat = create_seat(actor=request.user, body=self.body, **form.cleaned_data)
        self.done_message = _("%(organisation)s has a seat here now.") % {"organisation": seat.organisation}
        return self.body.get_absolute_url()
