from django import forms
from django.utils.translation import gettext_lazy as _

from councils.organisations.choices import OrganisationKind
from councils.organisations.querysets import OrganisationQuerySet
from rec_portal.foundation.forms import PortalForm


class OrganisationFilter(PortalForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *OrganisationKind.choices], required=False)

    def narrow(self, rows: OrganisationQuerySet) -> OrganisationQuerySet:
        kind = self.cleaned_data.get("kind") if self.is_valid() else ""
        return rows.filter(kind=kind) if kind else rows
