from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Meetings"),
    {
        "calendar.opened": _("Personal calendar address made"),
        "calendar.closed": _("Personal calendar address ended"),
    },
)
