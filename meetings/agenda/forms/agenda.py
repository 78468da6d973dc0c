from django.utils.translation import gettext_lazy as _

from meetings.agenda.forms.fields import AgendaField
from rec_portal.foundation.forms import VersionedForm


class AgendaForm(VersionedForm):
    agenda = AgendaField(
        label=_("Agenda"), required=False, help_text=_("One line for each item: title, minutes, speaker.")
    )
