from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Meetings"),
    {
        "meeting.invitees_changed": _("Invitees changed"),
        "invitation.answered": _("Invitation answered"),
    },
    changes_of={
        "invitation": "meetings.Invitation",
    },
    fields={
        "invitees": _("invitees"),
        "meetings.invitation.answered_at": _("answered"),
        "meetings.invitation.withdrawn_at": _("no longer invited since"),
    },
)
