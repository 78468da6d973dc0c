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
        "meeting.agenda_published": _("Agenda published"),
        "meeting.agenda_told": _("Changed agenda sent"),
        "meeting.asked": _("Those without an answer asked again"),
        "meeting.asking_taken_back": _("Request to answer taken back"),
        "meeting.moved": _("Meeting moved"),
        "meeting.postponed": _("Meeting postponed"),
        "meeting.cancelled": _("Meeting cancelled"),
        "meeting.closed": _("Meeting marked as held"),
        "meeting.recorded": _("Past meeting entered"),
        "template.made": _("Template made"),
        "template.changed": _("Template changed"),
        "template.deleted": _("Template deleted"),
    },
    fields={
        "further_bodies": _("further groups"),
        "meetings.meeting.body": _("group"),
        "meetings.meeting.council": "",
        "meetings.meeting.state": _("state"),
        "meetings.meeting.state_reason": _("reason"),
        "meetings.meeting.starts_at": _("start"),
        "meetings.meeting.ends_at": _("end"),
        # The wall time repeats the start; the sequence is for calendar programs.
        "meetings.meeting.wall_day": "",
        "meetings.meeting.wall_start": "",
        "meetings.meeting.wall_second": "",
        "meetings.meeting.schedule_seq": "",
        "meetings.meetingtemplate.body": _("group"),
        "meetings.meetingtemplate.wall_start": _("start"),
    },
    # Members read the history of meetings that they are not invited to.
    veiled=["meetings.meeting.link"],
)
