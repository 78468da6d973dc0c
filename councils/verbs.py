from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Groups and seats"),
    {
        "body.created": _("Group created"),
        "body.representation_set": _("Rule of representation set"),
        "body.proposals_changed": _("Rule for observers’ proposals changed"),
        "seat.added": _("Seat added"),
        "appointment.made": _("Seat filled"),
        "appointment.ended": _("Term ended"),
    },
    fields={
        "councils.appointment.seat": _("seat"),
        "councils.appointment.person": _("person"),
        "councils.appointment.starts_at": _("beginning of the term"),
        "councils.appointment.ends_at": _("end of the term"),
        "councils.appointment.end_reason": _("reason of the end"),
        "councils.seat.body": _("group"),
        "councils.seat.organisation": _("organisation"),
        "councils.seat.kind": _("kind of seat"),
        "councils.seat.label_en": _("label in English"),
        "councils.seat.label_ru": _("label in Russian"),
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
        "councils.organisation.slug": "",
    },
)
verbs.register(
    _("Organisations"),
    {
        "organisation.created": _("Organisation entered"),
        "organisation.changed": _("Organisation changed"),
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
