"""Forms of the session: one seat's attendance in full, and who presides."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.seats.models import Seat
from meetings.meeting.forms.fields import TextLineField
from meetings.meeting.models import Meeting
from meetings.session.choices import Presence
from meetings.session.tables import seat_name
from rec_portal.accounts.models import User
from rec_portal.foundation import zones
from rec_portal.foundation.forms import NativeInput, VersionedForm

LAYOUT = "%Y-%m-%dT%H:%M"
LAYOUTS = (LAYOUT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class WallMomentField(forms.DateTimeField):
    """Day and time on the clock of `zone`, which the form sets; the value is the instant.

    Of a time that the clock shows twice the first one is meant.
    """

    zone = "UTC"
    default_error_messages = {"invalid": _("Write day and time, for example 2024-11-21T14:30.")}

    def __init__(self, **options: Any) -> None:
        widget = NativeInput("datetime-local", LAYOUT, lambda text: datetime.strptime(text, LAYOUT).replace(tzinfo=UTC))
        super().__init__(widget=widget, **options)

    def to_python(self, value: Any) -> datetime | None:
        naive = self._read(value)
        try:
            return None if naive is None else zones.instant_of(naive.date(), naive.time(), self.zone, second_time=False)
        except (zones.NoSuchTime, OverflowError) as error:
            raise forms.ValidationError(str(getattr(error, "message", self.error_messages["invalid"]))) from error

    def _read(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        for layout in LAYOUTS:
            try:
                return datetime.strptime(str(value).strip(), layout)
            except ValueError:
                continue
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def on_clock(at: datetime | None, zone: str) -> str:
    """As the field shows it."""
    return zones.local(at, zone).strftime(LAYOUT) if at is not None else ""


class SeatForm(VersionedForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    presence = forms.ChoiceField(label=_("Presence"), choices=Presence.choices, widget=forms.RadioSelect)
    person = forms.ChoiceField(label=_("Who sits there"), required=False)
    name = TextLineField(
        label=_("Somebody else"),
        max_length=160,
        required=False,
        help_text=_("Name and position of a colleague who does not sit here; it counts before the person above."),
    )
    arrived_at = WallMomentField(label=_("Arrived"), required=False)
    left_at = WallMomentField(label=_("Left"), required=False)
    is_late = forms.BooleanField(label=_("Came late"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {person.public_id: person for person in people}
        named = [(key, str(person)) for key, person in self.people.items()]
        self.fields["person"].choices = [("", _("Nobody named")), *named]  # type: ignore[attr-defined]
        for name in ("arrived_at", "left_at"):
            field: Any = self.fields[name]
            field.zone = meeting.time_zone
            field.help_text = _("On the clock in %(city)s.") % {"city": zones.city(meeting.time_zone)}

    def clean_arrived_at(self) -> datetime | None:
        return _believable(self.cleaned_data["arrived_at"])

    def clean_left_at(self) -> datetime | None:
        return _believable(self.cleaned_data["left_at"])


def _believable(at: datetime | None) -> datetime | None:
    if at is not None and not 1900 <= at.year <= 2200:
        raise forms.ValidationError(_("Please check the year."), code="year")
    return at


class ActingChairForm(VersionedForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    name = TextLineField(
        label=_("Who presides"),
        max_length=160,
        required=False,
        help_text=_("Name and position. Empty, when the chair is there."),
    )
    seat = forms.ChoiceField(label=_("Seat"), required=False)

    def __init__(self, *args: Any, seats: list[Seat], **options: Any) -> None:
        super().__init__(*args, **options)
        self.seats = {seat.public_id: seat for seat in seats}
        named = [(key, seat_name(seat)) for key, seat in self.seats.items()]
        self.fields["seat"].choices = [("", "–"), *named]  # type: ignore[attr-defined]
