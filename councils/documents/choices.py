from django.db import models
from django.utils.translation import gettext_lazy as _


class Marking(models.TextChoices):
    """Who a document is for, from the widest circle to the narrowest."""

    PUBLIC = "public", _("Public")
    MEMBERS = "members", _("Members")
    RESTRICTED = "restricted", _("Restricted")
    CONFIDENTIAL = "confidential", _("Confidential")


class DocumentLanguage(models.TextChoices):
    ENGLISH = "en", _("English")
    RUSSIAN = "ru", _("Russian")
    KAZAKH = "kk", _("Kazakh")
    KYRGYZ = "ky", _("Kyrgyz")
    TAJIK = "tg", _("Tajik")
    TURKMEN = "tk", _("Turkmen")
    UZBEK = "uz", _("Uzbek")


class Scan(models.TextChoices):
    """What the scanner said of a file; one that it refused was never kept."""

    CLEAN = "clean", _("Nothing found")
    NOT_SCANNED = "not_scanned", _("No scanner is set up")
