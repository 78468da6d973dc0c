"""What happens in the session is for everybody who may be in it."""

from meetings.meeting.policy import announced, runs, sits_at
from rec_portal.foundation.policy import Own, define

_takes_part = runs("meeting") | (announced("meeting") & sits_at("meeting"))

define("meetings.Session", see=_takes_part, run=runs("meeting"))
define("meetings.SeatAttendance", see=_takes_part, run=runs("meeting"))
define("meetings.Speaker", see=_takes_part, run=runs("meeting"), withdraw=runs("meeting") | Own("person"))
