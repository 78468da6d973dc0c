from django.db import models
from django.utils.translation import gettext_lazy as _


class BodyKind(models.TextChoices):
    COUNCIL = "council", _("Council")
    EXECUTIVE_COMMITTEE = "executive_committee", _("Executive Committee")
    WORKING_GROUP = "working_group", _("Working group")


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
