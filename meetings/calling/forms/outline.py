from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.agenda.forms.fields import AgendaField
from meetings.agenda.services.agenda import write_agenda
from meetings.calling.services.outlines import OutlineValues
from meetings.meeting.choices import LONGEST_MEETING_MINUTES, MeetingFormat
from meetings.meeting.forms.fields import JoinLinkField, TextLineField
from meetings.meeting.forms.when import zone_choices_for
from rec_portal.foundation.forms import LinesField, PortalForm, TimeField, VersionedForm

DAY = 24 * 60


class OutlineForm(PortalForm):
    """Cleans to `values`, an OutlineValues; the end lies `later` days after the day of the start, mostly none."""

    title = TextLineField(label=_("Title"), max_length=200)
    start = TimeField(label=_("Start"))
    end = TimeField(label=_("End"))
    later = forms.IntegerField(
        label=_("Days until the end"),
        required=False,
        min_value=0,
        max_value=LONGEST_MEETING_MINUTES // DAY - 1,
        help_text=_("0 on the day of the start, 1 on the day after."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    format = forms.ChoiceField(label=_("Format"), choices=MeetingFormat.choices)
    place = TextLineField(label=_("Place"), max_length=200, required=False)
    link = JoinLinkField(label=_("Link to join"), required=False)
    note = LinesField(
        label=_("Note to invitees"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("It stands in the invitation."),
    )
    agenda = AgendaField(
        label=_("Agenda"), required=False, help_text=_("One line for each item: title, minutes, speaker.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].choices = zone_choices_for(self.initial.get("time_zone", ""))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"start", "end", "later"} <= cleaned.keys() and _minutes(cleaned) <= 0:
            self.add_error("end", _("The end must come after the start."))
        return cleaned

    def values(self) -> OutlineValues:
        cleaned = self.cleaned_data
        return OutlineValues(
            wall_start=cleaned["start"],
            minutes=_minutes(cleaned),
            agenda=write_agenda(self.fields["agenda"].lines),  # type: ignore[attr-defined]
            **{name: cleaned[name] for name in ("title", "format", "time_zone", "place", "link", "note")},
        )


def _minutes(cleaned: dict[str, Any]) -> int:
    start, end = cleaned["start"], cleaned["end"]
    return (cleaned["later"] or 0) * DAY + (end.hour - start.hour) * 60 + end.minute - start.minute


class TemplateForm(OutlineForm, VersionedForm):
    name = TextLineField(label=_("Name of the template"), max_length=120)

    field_order = ["name"]


class NameForm(PortalForm):
    name = TextLineField(label=_("Name of the template"), max_length=120)


def outline_initial(values: OutlineValues) -> dict[str, Any]:
    """An outline as the form shows it."""
    total = values.wall_start.hour * 60 + values.wall_start.minute + values.minutes
    shown = {
        name: getattr(values, name) for name in ("title", "format", "time_zone", "place", "link", "note", "agenda")
    }
    later, end = divmod(total, DAY)
    clock = {"start": f"{values.wall_start:%H:%M}", "end": f"{end // 60:02}:{end % 60:02}"}
    return {**shown, **clock, "later": str(later or "")}
