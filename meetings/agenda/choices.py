from django.db import models
from django.utils.translation import gettext_lazy as _


class AgendaKind(models.TextChoices):
    INFORMATION = "information", _("For information")
    DISCUSSION = "discussion", _("For discussion")
    DECISION = "decision", _("For decision")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Waiting for the secretariat")
    ACCEPTED = "accepted", _("Accepted")
    DEFERRED = "deferred", _("Put off")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Still waiting for a word of the secretariat.
OPEN_PROPOSALS = (ProposalState.PROPOSED, ProposalState.DEFERRED)


class Outcome(models.TextChoices):
    """What became of an agenda item at the meeting; empty while nothing is said."""

    NOTED = "noted", _("Noted")
    DECIDED = "decided", _("Decided")
    RECOMMENDATION = "recommendation", _("Recommendation")
    ACTION = "action", _("Action")
    DEFERRED = "deferred", _("Deferred")


class Attribution(models.TextChoices):
    """What of an item's discussion may be told: who said what, only what was said, or nothing."""

    ON_RECORD = "on_record", _("On record")
    CHATHAM = "chatham", _("Chatham House Rule")
    CLOSED = "closed", _("Closed")


# Whose outcome the body's members may read.
TOLD_TO_MEMBERS = (Attribution.ON_RECORD, Attribution.CHATHAM)
