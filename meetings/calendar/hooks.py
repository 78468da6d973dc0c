"""The calendar file that the page behind an invitation's link offers."""

from meetings.calendar.files import published_file
from meetings.invitations.views import calendar_file
from meetings.meeting.models import Meeting


@calendar_file.register()
def file_for_invitees(meeting: Meeting) -> bytes:
    return published_file(meeting, joins=True)
