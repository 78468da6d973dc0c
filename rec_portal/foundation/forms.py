"""Form base and fields: clear messages at the field, nothing typed is lost."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation.refusals import InvalidInput, Refusal, StaleEdit
from rec_portal.foundation.text import PlainText


class LineField(forms.CharField):
    """One line of text, at most 200 characters, without control or direction characters."""

    def __init__(self, *, max_length: int = 200, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)
        self.validators.append(PlainText())


class LinesField(forms.CharField):
    """Several lines of text, at most 10,000 characters."""

    def __init__(self, *, max_length: int = 10_000, rows: int = 5, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **options)
        self.validators.append(PlainText(lines=True))

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n")


class DateField(forms.DateField):
    """A day from a native date input; 31 February and the like get a message that says what is wrong."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"], **options)

    default_error_messages = {
        "invalid": _("This is not a day in the calendar. Write it as day.month.year, for example 21.11.2024."),
        "required": _("Say which day."),
    }


class TimeField(forms.TimeField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
        super().__init__(input_formats=["%H:%M", "%H:%M:%S"], **options)

    default_error_messages = {
        "invalid": _("This is not a time of day. Write it as hours:minutes, for example 14:30."),
        "required": _("Say at what time."),
    }


class PortalForm(forms.Form):
    """Base of all forms. `refuse` puts a service's refusal where the person can see it."""

    use_required_attribute = False

    def refuse(self, refusal: Refusal) -> None:
        field = refusal.field if isinstance(refusal, InvalidInput) and refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


class VersionedForm(PortalForm):
    """A form that edits a row: carries the version it was opened with, so that a stale save is noticed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    stale: Any = None

    def refuse(self, refusal: Refusal) -> None:
        super().refuse(refusal)
        if isinstance(refusal, StaleEdit):
            # What was typed stays; the next save is measured against the row as it stands now.
            self.stale = refusal.current
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(refusal.current.version)
