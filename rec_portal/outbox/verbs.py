from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Mail"),
    {
        "message.failed": _("Mail could not be sent"),
        "message.bounced": _("Mail came back undelivered"),
        "message.resent": _("Mail sent again"),
        "message.put_aside": _("Failed mail put aside"),
    },
)
