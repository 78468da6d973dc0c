from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


class Answer(models.TextChoices):
    NONE = "none", _("No answer")
    YES_ONLINE = "yes_online", _("Yes, online")
    YES_ROOM = "yes_room", _("Yes, in the room")
    NO = "no", _("No")
    ALTERNATE = "alternate", _("No, a colleague comes instead")


# The answers that fit a meeting's format, in the order they are shown.
ANSWERS_OFFERED = {
    MeetingFormat.ONLINE: (Answer.YES_ONLINE, Answer.NO, Answer.ALTERNATE),
    MeetingFormat.IN_PERSON: (Answer.YES_ROOM, Answer.NO, Answer.ALTERNATE),
    MeetingFormat.HYBRID: (Answer.YES_ONLINE, Answer.YES_ROOM, Answer.NO, Answer.ALTERNATE),
}

COMING = (Answer.YES_ONLINE, Answer.YES_ROOM, Answer.ALTERNATE)

# How long before the start a reminder goes out.
REMINDER_OFFSETS = (timedelta(days=7), timedelta(days=1), timedelta(hours=1))


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


class Outcome(models.TextChoices):
    """What became of an agenda item at the meeting; empty while nothing is said."""

    NOTED = "noted", _("Noted")
    DECIDED = "decided", _("Decided")
    RECOMMENDATION = "recommendation", _("Recommendation")
    ACTION = "action", _("Action")
    DEFERRED = "deferred", _("Deferred")


# How long before its start a session may be opened: early enough for a quick start, too late for a slip of the finger
# a week before, which nothing could undo.
OPENS_BEFORE = timedelta(hours=2)

# What a secret link that answers an invitation is for; its subject is the invitation's public id.
RSVP_PURPOSE = "rsvp"

LONGEST_MEETING_MINUTES = 14 * 24 * 60


class Attribution(models.TextChoices):
    """What of an item's discussion may be told: who said what, only what was said, or nothing."""

    ON_RECORD = "on_record", _("On record")
    CHATHAM = "chatham", _("Chatham House Rule")
    CLOSED = "closed", _("Closed")


# Whose outcome the body's members may read.
TOLD_TO_MEMBERS = (Attribution.ON_RECORD, Attribution.CHATHAM)


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
