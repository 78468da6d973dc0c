"""Forms of the record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.seats.models import Seat
from meetings.agenda.choices import Attribution
from meetings.agenda.models import AgendaItem
from meetings.calling.forms.change import QuietStepForm
from meetings.record.choices import RecordLanguage
from meetings.record.models.minutes import LONGEST_MINUTES
from rec_portal.foundation import zones
from rec_portal.foundation.forms import DateField, LinesField, PortalForm, TimeField, VersionedForm
from rec_portal.foundation.refusals import InvalidInput


def _text(label: Any, rows: int, language: str) -> LinesField:
    field = LinesField(label=label, max_length=LONGEST_MINUTES, rows=rows, required=False)
    field.widget.attrs["lang"] = language
    return field


class MinutesForm(VersionedForm):
    """The texts of the record. Those on closed items are offered where there are closed items, or such a text."""

    text_en = _text(_("Record in English"), 24, "en")
    text_ru = _text(_("Record in Russian"), 24, "ru")
    closed_en = _text(_("Closed items, English"), 8, "en")
    closed_ru = _text(_("Closed items, Russian"), 8, "ru")

    def __init__(self, *args: Any, closed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not closed:
            del self.fields["closed_en"], self.fields["closed_ru"]

    def texts(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CirculateForm(QuietStepForm):
    """Until when, in the meeting's own zone, and what happens then."""

    day = DateField(label=_("Corrections until"))
    time = TimeField(label=_("Time"))
    by_silence = forms.ChoiceField(
        label=_("After that"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", _("The record is adopted by silence, if no correction is open")),
            ("no", _("The next meeting adopts it")),
        ],
    )
    checked = forms.BooleanField(
        label=_("I have read these passages: nobody who spoke is named in them"), required=False
    )

    def __init__(self, *args: Any, zone: str, names: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        for name in ("day", "time"):
            self.fields[name].widget.attrs["data-echo-date"] = ""
        if not names:
            del self.fields["checked"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("day") and values.get("time"):
            try:
                values["until"] = self._until(values)
            except InvalidInput as refusal:
                self.add_error("time", str(refusal.message))
        return values

    def _until(self, values: dict[str, Any]) -> datetime:
        # Where the clock shows the time twice, the later one: nobody loses an hour.
        return zones.instant_of(values["day"], values["time"], self.zone, second_time=True)


class CorrectionForm(PortalForm):
    seat = forms.ChoiceField(label=_("Your seat"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=RecordLanguage.choices)
    quoted = LinesField(
        label=_("The passage as it stands"), max_length=4000, help_text=_("Copy it from the text, word for word.")
    )
    wanted = LinesField(label=_("The passage as it should read"), max_length=4000)

    def __init__(self, *args: Any, seats: Sequence[Seat], **options: Any) -> None:
        super().__init__(*args, **options)
        self.seats = {seat.public_id: seat for seat in seats}
        self.fields["seat"].choices = [(key, str(seat)) for key, seat in self.seats.items()]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "seat": self.seats[self.cleaned_data["seat"]]}


class AnswerCorrectionForm(VersionedForm):
    answer = LinesField(
        label=_("Reason"), max_length=1000, rows=3, required=False, help_text=_("Needed where you decline.")
    )


class CorrigendumForm(PortalForm):
    text_en = LinesField(label=_("Text in English"), max_length=4000, required=False)
    text_ru = LinesField(label=_("Text in Russian"), max_length=4000, required=False)


class AttributionForm(QuietStepForm):
    """One choice for each item of the agenda."""

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = {f"item_{item.public_id}": item for item in items}
        for name, item in self.items.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{item.position}. {item.title}", choices=Attribution.choices, initial=item.attribution
            )

    def attributions(self) -> dict[int, str]:
        return {item.pk: self.cleaned_data[name] for name, item in self.items.items()}
