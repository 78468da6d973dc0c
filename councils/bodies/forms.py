"""When a body counts as represented."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation.forms import VersionedForm


class RepresentationForm(VersionedForm):
    least_seats = forms.IntegerField(
        label=_("At least so many deciding seats"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("Empty, if the number does not matter."),
    )
    least_share = forms.IntegerField(
        label=_("At least so many per cent of the deciding seats"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Rounded up to whole seats: half of five seats is three. Empty, if the share does not matter."),
    )
