from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Organisations"),
    {
        "organisation.created": _("Organisation entered"),
        "organisation.changed": _("Organisation changed"),
    },
    fields={
        "councils.organisation.slug": "",
    },
)
