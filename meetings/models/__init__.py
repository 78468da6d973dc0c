from meetings.models.action_item import ActionItem
from meetings.models.agenda import AgendaItem
from meetings.models.decision import Decision
from meetings.models.invitation import Invitation
from meetings.models.meeting import Meeting, MeetingBody
from meetings.models.minutes import Correction, Corrigendum, Minutes
from meetings.models.outline import MeetingTemplate, Series
from meetings.models.paper import PackBuild, Paper
from meetings.models.poll import Poll, PollOption, PollVote
from meetings.models.proposal import Proposal
from meetings.models.session import SeatAttendance, Session, SessionPress, Speaker

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Correction",
    "Corrigendum",
    "Decision",
    "Invitation",
    "Meeting",
    "MeetingBody",
    "MeetingTemplate",
    "Minutes",
    "PackBuild",
    "Paper",
    "Poll",
    "PollOption",
    "PollVote",
    "Proposal",
    "SeatAttendance",
    "Series",
    "Session",
    "SessionPress",
    "Speaker",
]
