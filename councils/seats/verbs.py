from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Groups and seats"),
    {
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
    },
)
