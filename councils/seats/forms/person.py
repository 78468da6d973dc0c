from django.utils.translation import gettext_lazy as _

from rec_portal.foundation.forms import LineField, PortalForm


class ReasonForm(PortalForm):
    reason = LineField(label=_("Reason"), help_text=_("One sentence, for the history."), max_length=200)
