"""The mails about a meeting, by the names that the outbox knows them by."""

INVITATION = "meetings.invitation"
UPDATE = "meetings.update"
POSTPONEMENT = "meetings.postponement"
CANCELLATION = "meetings.cancellation"
REMINDER = "meetings.reminder"
AGENDA = "meetings.agenda"
# The secretariat asks those who have not answered, whenever it likes.
ASKING = "meetings.asking"
# These carry the calendar file, and with it the version of the meeting that they told.
WITH_CALENDAR = (INVITATION, UPDATE, POSTPONEMENT, CANCELLATION, AGENDA)
# These say what is different from what the person was told before.
WITH_CHANGES = (UPDATE, AGENDA)
