from django.db import models
from django.utils.translation import gettext_lazy as _


class Presence(models.TextChoices):
    ABSENT = "absent", _("Not here")
    ON_SITE = "on_site", _("On site")
    ONLINE = "online", _("Online")


PRESENT = (Presence.ON_SITE, Presence.ONLINE)


class SpeakerState(models.TextChoices):
    REQUESTED = "requested", _("Asks for the floor")
    SPEAKING = "speaking", _("Has the floor")
    DONE = "done", _("Has spoken")
    WITHDRAWN = "withdrawn", _("Withdrawn")
