"""What narrows the lists; a value that cannot be read narrows nothing and says so at its field."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from councils.seats.models import Appointment
from rec_portal.foundation.forms import DateField, LineField, PortalForm
from rec_portal.foundation.querysets import PortalQuerySet


class OnDayForm(PortalForm):
    on = DateField(label=_("Members on"))

    def day(self) -> date | None:
        return self.cleaned_data["on"] if self.is_bound and self.is_valid() else None


class PeopleFilter(PortalForm):
    """`bodies` are those whose people the reader may see."""

    body = forms.ChoiceField(label=_("Group"), required=False)
    words = LineField(label=_("Name or position"), max_length=100, required=False)

    def __init__(self, *args: Any, bodies: Iterable[Body], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {body.slug: body for body in bodies}
        field: Any = self.fields["body"]
        field.choices = [("", _("All groups")), *((s, b.short_name) for s, b in self.bodies.items())]

    def narrow(self, people: PortalQuerySet) -> PortalQuerySet:
        chosen = self.cleaned_data if self.is_valid() else {}
        if chosen.get("body"):
            sitting = Appointment.objects.current().filter(seat__body=self.bodies[chosen["body"]])
            people = people.filter(pk__in=sitting.values("person"))
        for word in chosen.get("words", "").split():
            # A pattern, since SQLite compares only Latin letters without regard to capitals in `icontains`.
            pattern = re.escape(word)
            people = people.filter(Q(name__iregex=pattern) | Q(job_title__iregex=pattern))
        return people
