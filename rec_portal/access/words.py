"""The permissions on a body as a reader understands them."""

from django.utils.translation import gettext_lazy as _

PERMISSION_WORDS = {
    "list_body": _("knows that it exists and which organisations sit there"),
    "see_body": _("reads its meetings and sees its people"),
    "decide_body": _("reads what is for its deciding seats"),
    "run_body": _("calls and runs its meetings, sees drafts and answers"),
    "appoint_body": _("appoints people and ends terms"),
    "mail_body": _("reads its mail log"),
    "audit_body": _("reads its whole history, with drafts and answers"),
    "administer_body": _("manages organisations, people and access"),
}
