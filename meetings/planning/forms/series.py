"""Forms of what a template and a series say of their meetings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.calling.forms.outline import OutlineForm
from meetings.planning.choices import Pattern
from meetings.planning.services.recurrence import LONGEST_INTERVAL, Rule
from meetings.planning.services.series import MOST_MEETINGS, Course
from rec_portal.foundation.forms import DateField, VersionedForm
from rec_portal.foundation.refusals import InvalidInput


class SeriesForm(OutlineForm):
    """Adds the rule, which follows from the first day; `course` gives it."""

    starts_on = DateField(label=_("First day"))
    pattern = forms.ChoiceField(
        label=_("How often"), choices=Pattern.choices, widget=forms.RadioSelect, initial=Pattern.WEEKLY
    )
    interval = forms.IntegerField(
        label=_("Every how many weeks or months"), min_value=1, max_value=LONGEST_INTERVAL, initial=1
    )
    until = DateField(label=_("Last day"), required=False)
    count = forms.IntegerField(label=_("Number of meetings"), required=False, min_value=1, max_value=MOST_MEETINGS)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("starts_on", "until"):
            self.fields[name].widget.attrs["data-echo-date"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"starts_on", "pattern", "interval", "until", "count"} <= cleaned.keys():
            try:
                self.course().check()
            except InvalidInput as refusal:
                self.refuse(refusal)
        return cleaned

    def course(self) -> Course:
        cleaned = self.cleaned_data
        rule = Rule.from_first_day(cleaned["pattern"], cleaned["starts_on"], cleaned["interval"])
        return Course(rule, cleaned["starts_on"], cleaned["until"], cleaned["count"])


class NewSeriesForm(SeriesForm):
    body = forms.ChoiceField(label=_("Group"))

    def __init__(self, *args: Any, bodies: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].choices = [(body.slug, body.short_name) for body in bodies]  # type: ignore[attr-defined]


class FollowingForm(SeriesForm, VersionedForm):
    """A meeting of a series and all that follow; the version is that of the series."""


def course_initial(course: Course) -> dict[str, Any]:
    rule = course.rule
    return {
        "starts_on": course.starts_on.isoformat(),
        "pattern": rule.pattern,
        "interval": rule.interval,
        "until": course.until.isoformat() if course.until else "",
        "count": course.count or "",
    }
