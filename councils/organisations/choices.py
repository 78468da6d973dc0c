from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    MEMBER_STATE = "member_state", _("Member state")
    NATIONAL_INSTITUTION = "national_institution", _("National institution")
    UN_ENTITY = "un_entity", _("United Nations entity")
    INTERNATIONAL = "international", _("International organisation")
    REGIONAL = "regional", _("Regional organisation")
    FUND = "fund", _("International fund")
    SECRETARIAT = "secretariat", _("Secretariat")
