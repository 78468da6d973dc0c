from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies import terms
from councils.bodies.choices import FITTING_OFFICES, SeatKind
from councils.bodies.models import Body
from councils.seats.forms.appointment import AppointmentForm, EndTermForm
from councils.seats.models import Appointment
from councils.seats.services.appointments import appoint_person, end_appointment
from councils.seats.tables.seats import seats_to_fill
from councils.seats.tables.terms import days_of
from rec_portal.foundation import policy
from rec_portal.foundation.views import FormPage, find, require


class Appoint(FormPage):
    """Fills a seat of the body; `?seat=<public id>` chooses it beforehand, `&alternate` asks for an alternate."""

    template = "councils/seats/appointment_form.html"
    form_class = AppointmentForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.body = find(Body.objects, request.user, slug=kwargs["slug"])
        require(request.user, "appoint", self.body)
        self.seats = seats_to_fill(self.body, request.user, timezone.now())

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        chosen = next((seat for seat in self.seats if seat.public_id == request.GET.get("seat")), None)
        return {
            "seat": chosen and chosen.public_id,
            "office": FITTING_OFFICES[SeatKind(chosen.kind)][0] if chosen else None,
            "is_alternate": "alternate" in request.GET,
            "language": settings.LANGUAGE_CODE,
            "time_zone": self.body.time_zone,
            "starts_on": terms.day_of(timezone.now(), self.body.time_zone),
        }

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"seats": self.seats, "administrators": policy.can(request.user, "administer", self.body)}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"body": self.body, "seats": self.seats}

    def save(self, request: HttpRequest, form: AppointmentForm) -> str:
        appointment = appoint_person(
            actor=request.user,
            person=form.newcomer(),
            **{name: form.cleaned_data[name] for name in ("seat", "office", "is_alternate", "starts_on", "ends_on")},
        )
        self.done_message = _("%(name)s is appointed.") % {"name": appointment.person}
        return self.body.get_absolute_url()


class EndTerm(FormPage):
    template = "councils/seats/appointment_end.html"
    form_class = EndTermForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        rows = Appointment.objects.select_related("person", "seat__organisation", "seat__body__council")
        self.appointment = find(rows, request.user, public_id=kwargs["public_id"])
        require(request.user, "end", self.appointment)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        body = self.appointment.seat.body
        return {
            "appointment": self.appointment,
            "body": body,
            "days": days_of(self.appointment, body.time_zone),
            "over": self.appointment.is_over(timezone.now()),
        }

    def save(self, request: HttpRequest, form: EndTermForm) -> str:
        end_appointment(
            actor=request.user,
            appointment=self.appointment,
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
        )
        self.done_message = _("The term of %(name)s is ended.") % {"name": self.appointment.person}
        body = self.appointment.seat.body
        # Who ended their own term may have lost the page they came from.
        return body.get_absolute_url() if policy.can(request.user, "see", body) else reverse("councils:bodies")
