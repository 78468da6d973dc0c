from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Papers of meetings"),
    {
        "meeting.papers_changed": _("Papers changed"),
        "meeting.papers_downloaded": _("All papers downloaded"),
        "pack.asked": _("Board pack asked for"),
        "pack.downloaded": _("Board pack downloaded"),
    },
    changes_of={"pack": "meetings.PackBuild"},
    fields={
        "papers": _("papers"),
        "meetings.packbuild.audience": _("for whom"),
        "meetings.packbuild.body": _("group"),
        "meetings.packbuild.sha256": _("checksum (SHA-256)"),
    },
)
