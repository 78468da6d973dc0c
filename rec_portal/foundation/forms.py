"""Form base and fields: clear messages at the field, nothing typed is lost."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation.refusals import InvalidInput, Refusal, StaleEdit
from rec_portal.foundation.text import PlainText

FIRST_YEAR, LAST_YEAR = 1900, 2200


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
        return (super().to_python(value) or "").replace("\r\n", "\n")


class NativeInput(forms.DateInput):
    """The browser's own control; a plain one for text which that control would throw away unseen (31.02.2024)."""

    def __init__(self, input_type: str, layout: str, read: Callable[[str], Any], **options: Any) -> None:
        super().__init__(format=layout, **options)
        self.input_type, self.read = input_type, read

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        try:
            if shown:
                self.read(shown)
        except ValueError:
            context["widget"]["type"] = "text"
        return context


class DateField(forms.DateField):
    """A day from a native date input; 31 February and the like get a message that says what is wrong.

    A year far off is a slip of the hand, and at the ends of the calendar there is no next day and no other clock.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", NativeInput("date", "%Y-%m-%d", date.fromisoformat))
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"], **options)

    default_error_messages = {
        "invalid": _("This is not a day in the calendar. Write it as day.month.year, for example 21.11.2024."),
        "required": _("Say which day."),
        "year": _("Please check the year."),
    }

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return day


class TimeField(forms.TimeField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", NativeInput("time", "%H:%M", time.fromisoformat))
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
            data: Any = self.data
            self.data = data.copy()
            self.data[self.add_prefix("version")] = str(refusal.current.version)  # type: ignore[index]
