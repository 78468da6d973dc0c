from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Groups and seats"),
    {
        "body.created": _("Group created"),
        "body.representation_set": _("Rule of representation set"),
        "body.proposals_changed": _("Rule for observers’ proposals changed"),
    },
    fields={
        "councils.body.kind": _("kind"),
        "councils.body.slug": _("address of the page"),
        "councils.body.parent": _("part of"),
        "councils.body.council": "",
        "councils.body.letter": _("letter"),
        "councils.body.order": "",
        "councils.body.short_name_en": _("short name in English"),
        "councils.body.short_name_ru": _("short name in Russian"),
        "councils.body.mandate_en": _("mandate in English"),
        "councils.body.mandate_ru": _("mandate in Russian"),
    },
)
verbs.register(
    _("Access"),
    {
        "grant.given": _("Access given by hand"),
        "grant.revoked": _("Access by hand taken back"),
    },
    fields={
        "list_body": _("Knows the body and its seats"),
        "see_body": _("Reads the body's meetings and people"),
        "decide_body": _("Reads what is for the body's deciding seats"),
        "run_body": _("Calls and runs the body's meetings"),
        "appoint_body": _("Appoints to the body's seats"),
        "mail_body": _("Reads the body's mail log"),
        "audit_body": _("Reads the body's whole history"),
        "administer_body": _("Manages organisations, people and access"),
    },
)
