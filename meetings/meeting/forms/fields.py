"""Fields that only meetings have."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation.forms import LineField
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
