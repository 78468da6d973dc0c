"""Forms of polls on times."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.meeting.choices import MeetingFormat
from meetings.meeting.forms.fields import TextLineField
from meetings.meeting.forms.when import zone_choices_for
from meetings.meeting.schedule import When
from meetings.planning.choices import Vote
from meetings.planning.models import Poll, PollOption
from rec_portal.foundation import spelling, zones
from rec_portal.foundation.forms import DateField, LinesField, PortalForm, TimeField
from rec_portal.foundation.refusals import InvalidInput

ROWS = 6
LONGEST_MINUTES = 14 * 60


class PollForm(PortalForm):
    """Cleans to `slots`, a list of When, and `closes_at`. Rows without a day are left out."""

    title = TextLineField(label=_("Title"), max_length=200)
    format = forms.ChoiceField(label=_("Format"), choices=MeetingFormat.choices)
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=LONGEST_MINUTES, initial=120)
    time_zone = forms.ChoiceField(label=_("Time zone"))
    closes_day = DateField(label=_("Answers until"))
    closes_time = TimeField(label=_("Time"), initial="18:00")
    note = LinesField(label=_("Note"), max_length=2000, rows=2, required=False, help_text=_("It stands in the mail."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].choices = zone_choices_for(self.initial.get("time_zone", ""))  # type: ignore[attr-defined]
        for number in range(1, ROWS + 1):
            self.fields[f"day_{number}"] = DateField(
                label=gettext("Date %(number)d") % {"number": number}, required=number <= 2
            )
            self.fields[f"start_{number}"] = TimeField(
                label=gettext("Start %(number)d") % {"number": number}, required=number <= 2, initial="10:00"
            )

    def slot_rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"day_{number}"], self[f"start_{number}"]) for number in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not {"minutes", "time_zone"} <= cleaned.keys():
            return cleaned
        cleaned["slots"] = [slot for number in range(1, ROWS + 1) if (slot := self._slot(cleaned, number))]
        if cleaned.get("closes_day") and cleaned.get("closes_time"):
            try:
                day, wall = cleaned["closes_day"], cleaned["closes_time"]
                cleaned["closes_at"] = zones.instant_of(day, wall, cleaned["time_zone"], second_time=False)
            except InvalidInput as refusal:
                self.add_error("closes_time", str(refusal.message))
        return cleaned

    def _slot(self, cleaned: dict[str, Any], number: int) -> When | None:
        day, start = cleaned.get(f"day_{number}"), cleaned.get(f"start_{number}")
        if day is None:
            return None
        if start is None:
            if f"start_{number}" not in self.errors:
                self.add_error(f"start_{number}", _("Say at what time."))
            return None
        slot = When(day, start, cleaned["minutes"], cleaned["time_zone"], False)
        try:
            slot.instants()
        except InvalidInput as refusal:
            self.add_error(f"start_{number}", str(refusal.message))
            return None
        return slot

    def refuse(self, refusal: Any) -> None:
        """What concerns the slots as a whole stands at the first."""
        if isinstance(refusal, InvalidInput) and refusal.field == "slots":
            self.add_error("day_1", str(refusal.message))
            return
        super().refuse(refusal)


class VotesForm(PortalForm):
    """One choice for each slot, with its time in the reader's zone as the label."""

    def __init__(self, *args: Any, poll: Poll, options: list[PollOption], zone: str, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.options = options
        for option in options:
            self.fields[option.public_id] = forms.ChoiceField(
                label=slot_words(poll, option.starts_at, zone),
                choices=Vote.choices,
                widget=forms.RadioSelect,
                help_text="" if zone == poll.time_zone else slot_words(poll, option.starts_at, poll.time_zone),
                error_messages={"required": _("Answer for each time, please.")},
            )

    def votes(self) -> dict[str, str]:
        return {option.public_id: self.cleaned_data[option.public_id] for option in self.options}


def slot_words(poll: Poll, start: datetime, zone: str, short: bool = False) -> str:
    return spelling.span(start, zones.end_of(start, poll.minutes), zone, short=short)
