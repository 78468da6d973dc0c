from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from councils.bodies.models import Body
from councils.seats.filters import PeopleFilter
from councils.seats.forms.person import ReasonForm
from councils.seats.services.people import disable_person, enable_person
from councils.seats.tables.people import seats_filled_by, terms_of
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, spelling
from rec_portal.foundation.paging import page_of
from rec_portal.foundation.views import FormPage, find, find_with, require


class PersonList(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        bodies = policy.allowed(request.user, "look_inside", Body.objects.order_by("council_id", "order", "id"))
        form = PeopleFilter(request.GET, bodies=bodies, auto_id="filter_%s")
        page = page_of(request, form.narrow(User.objects.visible_to(request.user)), "name", "id")
        context = {
            "filters": form,
            "filtered": any(request.GET.get(name) for name in form.fields),
            "page": page,
            "lines": seats_filled_by(page.rows, request.user, timezone.now()),
        }
        return render(request, "councils/seats/person_list.html", context)


class PersonPage(View):
    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        person, may = find_with(("contact", "disable"), User.objects, request.user, public_id=public_id)
        now = timezone.now()
        present, past = terms_of(person, request.user, now)
        context = {
            "person": person,
            "may": may,
            "present": present,
            "past": past,
            "there": spelling.moment(now, person.time_zone),
            "language": dict(settings.LANGUAGES).get(person.language, person.language),
        }
        return render(request, "councils/seats/person_detail.html", context)


class _Bar(FormPage):
    """Asks for the reason before a person is barred or let in again."""

    template = "councils/seats/person_bar.html"
    form_class = ReasonForm
    bars = True

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.person = find(User.objects, request.user, public_id=kwargs["public_id"])
        require(request.user, "disable", self.person)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"person": self.person, "bars": self.bars}


class DisablePerson(_Bar):
    def save(self, request: HttpRequest, form: ReasonForm) -> str:
        disable_person(actor=request.user, person=self.person, reason=form.cleaned_data["reason"])
        self.done_message = _("%(name)s can no longer use the portal.") % {"name": self.person}
        return reverse("councils:person", args=[self.person.public_id])


class EnablePerson(_Bar):
    bars = False

    def save(self, request: HttpRequest, form: ReasonForm) -> str:
        enable_person(actor=request.user, person=self.person, reason=form.cleaned_data["reason"])
        self.done_message = _("%(name)s can use the portal again.") % {"name": self.person}
        return reverse("councils:person", args=[self.person.public_id])
