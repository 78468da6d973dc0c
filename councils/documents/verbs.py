from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Documents"),
    {
        "document.created": _("Document entered"),
        "document.changed": _("Document changed"),
        "document.revised": _("File added to a document"),
        "document.downloaded": _("Document downloaded"),
    },
    changes_of={"document": "councils.Document"},
    fields={
        "readers": _("people named on it"),
        "also_for": _("also for"),
        "file": _("file"),
    },
    # Not all who read a group's history may read the titles of all its documents.
    veiled=["councils.document.title_en", "councils.document.title_ru", "councils.document.symbol"],
)
