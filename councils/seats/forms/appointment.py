"""Filling a seat and ending a term."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from councils.bodies.choices import FITTING_OFFICES, Office, SeatKind
from councils.seats.models import Seat
from councils.seats.services.people import Newcomer
from rec_portal.foundation import zones
from rec_portal.foundation.forms import DateField, LineField, PortalForm


class AppointmentForm(PortalForm):
    """`seats` are those of the body, each with `is_vacant`; `offices` is what the reader may give."""

    seat = forms.ChoiceField(label=_("Seat"))
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("If the person is known to the portal, the address is enough."),
        max_length=254,
    )
    name = LineField(label=_("Name"), max_length=120, required=False, help_text=_("Needed for a new address."))
    job_title = LineField(label=_("Position"), max_length=160, required=False)
    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    office = forms.ChoiceField(label=_("Office"))
    is_alternate = forms.BooleanField(
        label=_("As alternate"), help_text=_("Sits in when the holder of the seat cannot."), required=False
    )
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Leave it empty if the term has no set end."))

    def __init__(self, *args: Any, seats: Sequence[Any], administrators: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.seats = {seat.public_id: seat for seat in seats}
        fields: dict[str, Any] = self.fields
        fields["seat"].choices = [("", _("Choose a seat")), *_seats_by_kind(seats)]
        fields["office"].choices = _offices_by_kind(administrators)
        fields["time_zone"].choices = zones.zone_choices()
        for name in ("starts_on", "ends_on"):
            self.fields[name].widget.attrs["data-echo-date"] = True

    def clean_seat(self) -> Seat:
        return self.seats[self.cleaned_data["seat"]]

    def newcomer(self) -> Newcomer:
        names = ("email", "name", "job_title", "language", "time_zone")
        return Newcomer(**{name: self.cleaned_data[name] for name in names})


def _seats_by_kind(seats: Sequence[Any]) -> list[tuple[Any, list]]:
    groups: dict[str, list] = {}
    for seat in seats:
        name = f"{seat.organisation} ({seat.label})" if seat.label else str(seat.organisation)
        text = _("%(seat)s – vacant") % {"seat": name} if seat.is_vacant else name
        groups.setdefault(seat.kind, []).append((seat.public_id, text))
    return [(kind.label, groups[kind]) for kind in SeatKind if kind in groups]


def _offices_by_kind(administrators: bool) -> list[tuple[Any, list]]:
    return [
        (
            kind.label,
            [(office.value, office.label) for office in offices if administrators or office != Office.ADMINISTRATOR],
        )
        for kind, offices in FITTING_OFFICES.items()
    ]


class EndTermForm(PortalForm):
    NOW, DAY = "now", "day"

    ends = forms.ChoiceField(
        label=_("When does the term end?"),
        widget=forms.RadioSelect,
        choices=[(NOW, _("Now")), (DAY, _("At the end of a day"))],
    )
    ends_on = DateField(label=_("Last day"), required=False)
    reason = LineField(
        label=_("Reason"), help_text=_("One sentence, for the history. For example: term completed."), max_length=200
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ends_on"].widget.attrs["data-echo-date"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, day = cleaned.get("ends"), cleaned.get("ends_on")
        if chosen == self.DAY and day is None and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Say which day is the last one."))
        if chosen == self.NOW and day is not None:
            self.add_error("ends_on", _("You chose “Now”. Clear this day, or choose “At the end of a day”."))
        return cleaned
