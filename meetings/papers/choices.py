from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who a board pack is made for, from the widest circle to the narrowest."""

    MEMBERS = "members", _("Everyone who sits here")
    DECIDING = "deciding", _("Deciding seats")
    SECRETARIAT = "secretariat", _("Secretariat")


class PackState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    BUILDING = "building", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
