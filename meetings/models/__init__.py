from meetings.models.agenda import AgendaItem
from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting, MeetingBody

__all__ = ["AgendaItem", "Invitation", "Meeting", "MeetingBody"]
