"""Templates are for those who run the body."""

from meetings.meeting.policy import runs
from rec_portal.foundation.policy import define

define("meetings.MeetingTemplate", see=runs(), run=runs())
