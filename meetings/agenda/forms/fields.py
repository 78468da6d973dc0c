from typing import Any

from django import forms

from meetings.agenda.services.agenda import AgendaLine, read_agenda
from rec_portal.foundation.forms import LinesField
from rec_portal.foundation.refusals import InvalidInput


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
