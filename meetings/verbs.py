from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Meetings"),
    {
        "meeting.drafted": _("Meeting drafted"),
        "meeting.draft_changed": _("Draft changed"),
        "meeting.discarded": _("Draft discarded"),
        "meeting.convened": _("Meeting convened"),
        "meeting.changed": _("Meeting changed"),
        "meeting.agenda_changed": _("Agenda changed"),
        "meeting.invitees_changed": _("Invitees changed"),
        "meeting.moved": _("Meeting moved"),
        "meeting.postponed": _("Meeting postponed"),
        "meeting.cancelled": _("Meeting cancelled"),
        "meeting.opened": _("Session opened"),
        "meeting.suspended": _("Session suspended"),
        "meeting.resumed": _("Session resumed"),
        "meeting.closed": _("Meeting marked as held"),
        "meeting.recorded": _("Past meeting entered"),
        "invitation.answered": _("Invitation answered"),
        "calendar.opened": _("Personal calendar address made"),
        "calendar.closed": _("Personal calendar address ended"),
    },
    changes_of={"invitation": "meetings.Invitation"},
    fields={
        "agenda": _("agenda"),
        "agenda_item": _("agenda item"),
        "invitees": _("invitees"),
        "further_bodies": _("further groups"),
        "meetings.meeting.body": _("group"),
        "meetings.meeting.council": "",
        "meetings.meeting.state": _("state"),
        "meetings.meeting.state_reason": _("reason"),
        "meetings.meeting.starts_at": _("start"),
        "meetings.meeting.ends_at": _("end"),
        # The wall time says the same as the start; the sequence is for calendar programs.
        "meetings.meeting.wall_day": "",
        "meetings.meeting.wall_start": "",
        "meetings.meeting.wall_second": "",
        "meetings.meeting.schedule_seq": "",
        "meetings.invitation.answered_at": _("answered"),
        "meetings.invitation.withdrawn_at": _("no longer invited since"),
    },
    # Members read the history of meetings that they are not invited to.
    # The agenda's words stood in events of old; an item among them may have been restricted since.
    veiled=["meetings.meeting.link", "meetings.meeting.agenda"],
    refers={"agenda_item": "meetings.AgendaItem"},
)
