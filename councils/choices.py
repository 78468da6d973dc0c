from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    COUNCIL = "council", _("Council")
    EXECUTIVE_COMMITTEE = "executive_committee", _("Executive Committee")
    WORKING_GROUP = "working_group", _("Working group")


class OrganisationKind(models.TextChoices):
    MEMBER_STATE = "member_state", _("Member state")
    NATIONAL_INSTITUTION = "national_institution", _("National institution")
    UN_ENTITY = "un_entity", _("United Nations entity")
    INTERNATIONAL = "international", _("International organisation")
    REGIONAL = "regional", _("Regional organisation")
    FUND = "fund", _("International fund")
    SECRETARIAT = "secretariat", _("Secretariat")


class SeatKind(models.TextChoices):
    DECIDING = "deciding", _("Deciding")
    OBSERVING = "observing", _("Observing")
    SERVING = "serving", _("Serving (secretariat)")


class Office(models.TextChoices):
    CHAIR = "chair", _("Chair")
    CO_CHAIR = "co_chair", _("Co-chair")
    RAPPORTEUR = "rapporteur", _("Rapporteur")
    MEMBER = "member", _("Member")
    OBSERVER = "observer", _("Observer")
    SECRETARY = "secretary", _("Secretary")
    ADMINISTRATOR = "administrator", _("Administrator")


# Which offices a seat of each kind can be filled with; the first one is the usual one.
FITTING_OFFICES = {
    SeatKind.DECIDING: (Office.MEMBER, Office.CHAIR, Office.CO_CHAIR, Office.RAPPORTEUR),
    SeatKind.OBSERVING: (Office.OBSERVER,),
    SeatKind.SERVING: (Office.SECRETARY, Office.ADMINISTRATOR),
}


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
