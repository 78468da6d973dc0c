"""Fields that only meetings have."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from meetings.services.agenda import AgendaLine, read_agenda
from rec_portal.foundation.forms import LineField, LinesField
from rec_portal.foundation.refusals import InvalidInput
from rec_portal.foundation.text import PlainText


class TextLineField(LineField):
    """A line without `maxlength` in the page: a browser would cut a pasted text off without a word."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class JoinLinkField(forms.URLField):
    """An address that begins with https: it goes into everybody's mail and calendar."""

    default_validators = [
        URLValidator(schemes=["https"], message=_("Give a full address that begins with https://.")),
        PlainText(),
    ]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", max_length=500, **options)


class AgendaField(LinesField):
    """One agenda item a line; cleans to the text and keeps the items it read in `lines`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=60_000, rows=8, **options)
        self.lines: list[AgendaLine] = []

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        try:
            self.lines = read_agenda(text)
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal
        return text
