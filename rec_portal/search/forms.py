from django.utils.translation import gettext_lazy as _

from rec_portal.foundation.forms import LineField, PortalForm

SHORTEST, LONGEST = 2, 100


class SearchForm(PortalForm):
    q = LineField(
        label=_("Search for"),
        min_length=SHORTEST,
        max_length=LONGEST,
        error_messages={
            "required": _("Type what you look for."),
            "min_length": _("Type at least two characters."),
            "max_length": _("Type at most a hundred characters."),
        },
    )
