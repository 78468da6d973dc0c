"""Organisations and their seats."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from councils.organisations.choices import OrganisationKind
from councils.organisations.models import Organisation
from rec_portal.foundation.forms import LineField, PortalForm, VersionedForm

TWO_LETTERS = re.compile(r"[A-Z]{2}")


class OrganisationForm(PortalForm):
    short_name_en = LineField(label=_("Short name in English"), max_length=60)
    name_en = LineField(label=_("Full name in English"), max_length=250)
    short_name_ru = LineField(label=_("Short name in Russian"), max_length=60, required=False)
    name_ru = LineField(label=_("Full name in Russian"), max_length=250, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    country = LineField(
        label=_("Country code"),
        max_length=2,
        required=False,
        help_text=_("Two letters, for a state or a national institution. For example KZ or UZ."),
    )

    def clean_country(self) -> str:
        code = self.cleaned_data["country"].upper()
        if code and not TWO_LETTERS.fullmatch(code):
            raise ValidationError(_("A country code has two Latin letters, for example KZ."))
        return code

    def texts(self) -> dict[str, Any]:
        """The fields of Organisation as typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OrganisationEditForm(OrganisationForm, VersionedForm):
    def saved_and_typed(self) -> list[dict[str, Any]]:
        """After a stale save: each field where what stands now differs from what was typed, as label, old and new."""
        return [
            {"label": self.fields[name].label, "old": _shown(self.stale, name, saved), "new": _typed(self, name)}
            for name, saved in self.saved_values(self.stale).items()
            if saved != self.cleaned_data[name]
        ]

    @staticmethod
    def saved_values(organisation: Organisation) -> dict[str, Any]:
        return {name: getattr(organisation, name) for name in OrganisationForm.base_fields}


def _shown(organisation: Organisation, name: str, saved: Any) -> Any:
    return organisation.get_kind_display() if name == "kind" else saved


def _typed(form: OrganisationEditForm, name: str) -> Any:
    typed = form.cleaned_data[name]
    return OrganisationKind(typed).label if name == "kind" else typed
