from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councils.bodies.choices import SeatKind
from councils.organisations.models import Organisation
from rec_portal.foundation.forms import LineField, PortalForm


class SeatForm(PortalForm):
    """`organisations` are those the reader may choose from, by protocol."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    kind = forms.ChoiceField(label=_("Kind of seat"), choices=SeatKind.choices, widget=forms.RadioSelect)
    label_en = LineField(
        label=_("Label in English"),
        max_length=160,
        required=False,
        help_text=_("Only where an organisation has several seats here. For example: Ministry of Health."),
    )
    label_ru = LineField(label=_("Label in Russian"), max_length=160, required=False)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.organisations = {organisation.public_id: organisation for organisation in organisations}
        choices = [(key, f"{row.short_name} – {row.name}") for key, row in self.organisations.items()]
        field: Any = self.fields["organisation"]
        field.choices = [("", _("Choose an organisation")), *choices]

    def clean_organisation(self) -> Organisation:
        return self.organisations[self.cleaned_data["organisation"]]
