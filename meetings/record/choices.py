from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionKind(models.TextChoices):
    DECISION = "decision", _("Decision")
    RECOMMENDATION = "recommendation", _("Recommendation")


class DecisionState(models.TextChoices):
    RECORDED = "recorded", _("Recorded")
    ADOPTED = "adopted", _("Adopted")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ActionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class CorrectionState(models.TextChoices):
    OPEN = "open", _("Not answered yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class Adoption(models.TextChoices):
    AT_MEETING = "at_meeting", _("At a meeting")
    BY_SILENCE = "by_silence", _("By silence")


class RecordLanguage(models.TextChoices):
    """The languages a record is kept and exported in, whatever the reader's own is."""

    EN = "en", _("English")
    RU = "ru", _("Russian")
