from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    CONVENED = "convened", _("Convened")
    AGENDA_PUBLISHED = "agenda_published", _("Agenda published")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")
    IN_SESSION = "in_session", _("In session")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Held")
    RECORD_CIRCULATED = "record_circulated", _("Record circulated")
    RECORD_ADOPTED = "record_adopted", _("Record adopted")
    DISCARDED = "discarded", _("Discarded")


# Nobody but those who run the body ever heard of these.
UNANNOUNCED = (MeetingState.DRAFT, MeetingState.DISCARDED)


# Still in need of a time, or of being made known.
UNSCHEDULED = (MeetingState.DRAFT, MeetingState.POSTPONED)


# Made known, and the session has not been opened; the clock alone says whether it lies ahead.
EXPECTED = (MeetingState.CONVENED, MeetingState.AGENDA_PUBLISHED)


# Opened and not closed, whatever the clock says: a session may begin early and last into the night.
ON = (MeetingState.IN_SESSION, MeetingState.SUSPENDED)


# It took place.
ENDED = (MeetingState.CLOSED, MeetingState.RECORD_CIRCULATED, MeetingState.RECORD_ADOPTED)


# The invitees may change: somebody joins a running session too.
INVITING = (*UNSCHEDULED, *EXPECTED, *ON)


# It takes place, or did: neither a draft nor called off.
STANDING = (*EXPECTED, *ON, *ENDED)


class MeetingFormat(models.TextChoices):
    ONLINE = "online", _("Online")
    IN_PERSON = "in_person", _("In person")
    HYBRID = "hybrid", _("In person and online")


# How long before its start a session may be opened: early enough for a quick start, too late for a slip of the finger
# a week before, which nothing could undo.
OPENS_BEFORE = timedelta(hours=2)


LONGEST_MEETING_MINUTES = 14 * 24 * 60
