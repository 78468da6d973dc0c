"""Narrowing the list of meetings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.models import Body
from rec_portal.foundation.forms import PortalForm

UPCOMING, PAST, OPEN = "upcoming", "past", "open"


class MeetingFilter(PortalForm):
    """`when` is the tab; a value that cannot be read narrows nothing."""

    when = forms.ChoiceField(
        choices=[(UPCOMING, UPCOMING), (PAST, PAST), (OPEN, OPEN)], required=False, widget=forms.HiddenInput
    )
    body = forms.ChoiceField(label=_("Group"), required=False)
    mine = forms.BooleanField(label=_("Only where I am invited"), required=False)

    def __init__(self, *args: Any, bodies: Sequence[Body], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {body.slug: body for body in bodies}
        choices = [("", _("All groups")), *((body.slug, body.short_name) for body in bodies)]
        self.fields["body"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def tab(self) -> str:
        return self.cleaned_data.get("when") or UPCOMING

    @property
    def chosen_body(self) -> Body | None:
        return self.bodies.get(self.cleaned_data.get("body", ""))

    @property
    def only_mine(self) -> bool:
        return bool(self.cleaned_data.get("mine"))
