from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not sent, no longer needed")
    DEAD = "dead", _("Could not be sent")
    CANCELLED = "cancelled", _("Withdrawn")
