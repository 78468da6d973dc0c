"""Who reads an invitation and its answer: the person invited, and those who run the meeting."""

from meetings.meeting.policy import runs
from rec_portal.foundation.policy import Own, define

define("meetings.Invitation", see=Own("person") | runs("meeting"), run=runs("meeting"))
