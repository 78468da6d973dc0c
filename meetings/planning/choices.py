from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PollState(models.TextChoices):
    OPEN = "open", pgettext_lazy("poll", "Open")
    CLOSED = "closed", pgettext_lazy("poll", "Closed")
    CHOSEN = "chosen", _("A time is chosen")
    CANCELLED = "cancelled", pgettext_lazy("poll", "Cancelled")


class Vote(models.TextChoices):
    """What a person says of a proposed time."""

    YES = "yes", _("Yes")
    IF_NEEDED = "if_needed", _("If needed")
    NO = "no", _("No")


# What a secret link that answers a poll is for; its subject is the poll's public id.
POLL_PURPOSE = "poll"


# When those who have not answered are reminded: before the poll closes.
POLL_REMINDER_OFFSETS = (timedelta(days=1),)


# How many meetings of a series are kept drafted ahead.
SERIES_HORIZON = 6


class Pattern(models.TextChoices):
    """How the days of a series follow from its first one."""

    WEEKLY = "weekly", _("Every week, on the same weekday")
    SAME_WEEKDAY = "same_weekday", _("Every month, on the same weekday of the same week")
    LAST_WEEKDAY = "last_weekday", _("Every month, on the last such weekday")
    SAME_DATE = "same_date", _("Every month, on the same date")
