from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Meetings"),
    {
        "series.made": _("Series made"),
        "series.split": _("Series changed from a date on"),
        "series.ended": _("Series ended"),
        "series.date_skipped": _("Date of a series left out"),
        "series.date_taken_up": _("Date of a series taken up again"),
        "poll.opened": _("Poll on times opened"),
        "poll.answered": _("Poll on times answered"),
        "poll.closed": _("Poll on times closed"),
        "poll.chosen": _("Time chosen from a poll"),
        "poll.cancelled": _("Poll on times cancelled"),
    },
    fields={
        "occurrence": _("date"),
        # How a meeting was planned is not shown in its history.
        "meetings.meeting.series": "",
        "meetings.meeting.occurrence": "",
        "meetings.series.wall_start": _("start"),
        "meetings.series.follows": "",
        "meetings.poll.meeting": "",
        "meetings.poll.state": _("state"),
        "meetings.poll.body": _("group"),
        "meetings.series.body": _("group"),
    },
)
