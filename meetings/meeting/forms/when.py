"""The time of a meeting, as wall time in a zone."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings.meeting.models import Meeting
from meetings.meeting.schedule import FIRST_YEAR, LAST_YEAR, When
from rec_portal.foundation import zones
from rec_portal.foundation.forms import DateField, PortalForm, TimeField
from rec_portal.foundation.refusals import InvalidInput

FIRST, SECOND = "first", "second"
WHEN_FIELDS = ("day", "start", "end", "end_day", "time_zone", "second_time")


class WhenForm(PortalForm):
    """Cleans to `when`. Where the clock shows the start twice, `twice` has both instants, `second_time` the choice."""

    day = DateField(label=_("Date"))
    start = TimeField(label=_("Start"))
    end = TimeField(label=_("End"))
    end_day = DateField(label=_("Last day"), required=False, help_text=_("Only if it ends on another day."))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    second_time = forms.ChoiceField(
        label=_("Which of the two times?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("The clock shows this time twice on this day. Say which one is meant.")},
    )

    twice: tuple[datetime, datetime] | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("day", "end_day"):
            self.fields[name].widget.attrs["data-echo-date"] = True
        day, start = self._typed("day"), self._typed("start")
        self.fields["time_zone"].choices = zone_choices_for(self.initial.get("time_zone", ""), day)  # type: ignore[attr-defined]
        zone = self["time_zone"].value()
        if day and start is not None and zone in dict(self.fields["time_zone"].choices):  # type: ignore[attr-defined]
            self.twice = _shown_twice(day, start, zone)
        self.fields["second_time"].choices = _both_times(self.twice, zone)  # type: ignore[attr-defined]
        self.fields["second_time"].required = self.twice is not None

    def _typed(self, name: str) -> Any:
        """What stands in a field before it is cleaned, None where it cannot be read."""
        try:
            return self.fields[name].to_python(self[name].value())
        except forms.ValidationError:
            return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needed: list[Any] = [cleaned.get(name) for name in ("day", "start", "end", "time_zone")]
        if {"end_day", "second_time"} <= cleaned.keys() and all(value not in (None, "") for value in needed):
            day, start, end, zone = needed
            second = {FIRST: False, SECOND: True}.get(cleaned.get("second_time", ""))
            try:
                cleaned["when"] = When.between(day, start, end, zone, last_day=cleaned["end_day"], second=second)
            except InvalidInput as refusal:
                self.refuse(refusal)
        return cleaned


def _shown_twice(day: date, start: time, zone: str) -> tuple[datetime, datetime] | None:
    """Both instants of a wall time that the clock shows twice; None for any other."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    try:
        first, second = (zones.instant_of(day, start, zone, which) for which in (False, True))
    except zones.NoSuchTime:
        return None
    return (first, second) if first != second else None


def _both_times(twice: tuple[datetime, datetime] | None, zone: str) -> list[tuple[str, str]]:
    if twice is None:
        # A choice made for another day may still be sent along; it is read and does no harm.
        return [(FIRST, FIRST), (SECOND, SECOND)]
    first, second = (zones.offset(instant, zone) for instant in twice)
    return [
        (FIRST, gettext("the first time (%(offset)s)") % {"offset": first}),
        (SECOND, gettext("the second time (%(offset)s)") % {"offset": second}),
    ]


def when_initial(meeting: Meeting) -> dict[str, str]:
    """The meeting's time as the form shows it."""
    end = zones.local(meeting.ends_at, meeting.time_zone)
    return {
        "day": meeting.wall_day.isoformat(),
        "start": f"{meeting.wall_start:%H:%M}",
        "end": f"{end:%H:%M}",
        "end_day": end.date().isoformat() if end.date() != meeting.wall_day else "",
        "time_zone": meeting.time_zone,
        "second_time": SECOND if meeting.wall_second else "",
    }


def _is_zone(name: str) -> bool:
    try:
        return bool(name and ZoneInfo(name))
    except (KeyError, ValueError, OSError):
        return False


def zone_choices_for(present: str, day: date | None = None) -> list[tuple[str, str]]:
    """City and offset of each zone on that day; a meeting's present zone stays even where it is none of the usual."""
    readable = day is not None and FIRST_YEAR <= day.year <= LAST_YEAR
    at = datetime.combine(day, time(12), UTC) if readable and day else datetime.now(UTC)
    names = dict.fromkeys([*zones.ALL_CITIES, present] if _is_zone(present) else zones.ALL_CITIES)
    return [(name, f"{zones.city(name)} ({zones.offset(at, name)})") for name in names]
