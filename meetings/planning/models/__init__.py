from meetings.planning.models.poll import Poll, PollOption, PollVote
from meetings.planning.models.series import Series

__all__ = ["Poll", "PollOption", "PollVote", "Series"]
