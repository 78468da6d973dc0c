"""A stale edit: both texts beside each other."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext

from rec_portal.foundation import spelling


@dataclass(frozen=True)
class Conflict:
    """One field on which the saved row and the typed text differ."""

    label: str
    theirs: str
    mine: str


def conflicts(form: forms.Form, saved: dict[str, Any]) -> list[Conflict]:
    """Compares what was typed into a bound form with `saved`, the row's values as the form would show them."""
    found = []
    for name, value in saved.items():
        if name not in form.fields or form[name].is_hidden:
            continue
        theirs, mine = _in_words(form.fields[name], value), _in_words(form.fields[name], form[name].value())
        if theirs != mine:
            found.append(Conflict(str(form.fields[name].label), theirs, mine))
    return found


def _in_words(field: Any, value: Any) -> str:
    if isinstance(value, list | tuple):
        labels = dict(field.choices)
        return ", ".join(sorted(str(labels.get(key, key)) for key in value))
    if isinstance(field, forms.BooleanField):
        return gettext("yes") if value else gettext("no")
    text = str(value if value is not None else "").replace("\r\n", "\n").strip()
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(choices).get(text, text))
    return _day_in_words(field, text) if isinstance(field, forms.DateField) else text


def _day_in_words(field: forms.DateField, text: str) -> str:
    """The day as people say it; what is no day stays as it was typed."""
    try:
        day = field.to_python(text)
    except forms.ValidationError:
        return text
    return spelling.day(datetime.combine(day, time())) if day else ""
