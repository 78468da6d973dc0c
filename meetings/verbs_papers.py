from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Papers of meetings"),
    {
        "meeting.papers_changed": _("Papers changed"),
        "meeting.papers_downloaded": _("All papers downloaded"),
        "meeting.pack_asked": _("Board pack asked for"),
        "meeting.pack_downloaded": _("Board pack downloaded"),
    },
    fields={"papers": _("papers"), "pack": _("board pack")},
)
