from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Meetings"),
    {
        "meeting.opened": _("Session opened"),
        "meeting.suspended": _("Session suspended"),
        "meeting.resumed": _("Session resumed"),
        "session.item_called": _("Agenda item called"),
        "session.chair_named": _("Acting chair named"),
        "session.consensus_called": _("Text put before the meeting"),
        "session.consensus_reached": _("Text agreed by the meeting"),
        "session.consensus_failed": _("Text taken back without consensus"),
        "attendance.marked": _("Attendance marked"),
        "speaker.listed": _("On the list of speakers"),
        "speaker.called": _("Floor given"),
        "speaker.finished": _("Speaker finished"),
        "speaker.withdrew": _("Wish to speak withdrawn"),
        "outcome.recorded": _("Outcome recorded"),
    },
    changes_of={
        "session": "meetings.Session",
        "attendance": "meetings.SeatAttendance",
        "speaker": "meetings.Speaker",
        "outcome": "meetings.AgendaItem",
    },
    fields={
        "meetings.seatattendance.seat": _("seat"),
        "meetings.seatattendance.person": _("person"),
        "meetings.seatattendance.arrived_at": _("arrived"),
        "meetings.seatattendance.left_at": _("left"),
        "meetings.session.acting_chair_seat": _("seat"),
        "meetings.speaker.seat": _("seat"),
        "meetings.speaker.person": _("person"),
        "meetings.speaker.state": _("state"),
    },
)
