from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.meeting.choices import MeetingFormat


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


# What a secret link that answers an invitation is for; its subject is the invitation's public id.
RSVP_PURPOSE = "rsvp"
