from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Records of meetings"),
    {
        "decision.recorded": _("Decision recorded"),
        "decision.changed": _("Decision reworded"),
        "decision.withdrawn": _("Decision withdrawn"),
        "decision.superseded": _("Decision replaced by a later one"),
        "decision.adopted": _("Decision adopted with the record"),
        "action.added": _("Action added"),
        "action.changed": _("Action changed"),
        "action.reported": _("Progress reported"),
        "action.finished": _("Action done"),
        "action.dropped": _("Action dropped"),
        "action.reopened": _("Action opened again"),
        "action.nudged": _("Owner asked about an action"),
        "minutes.drafted": _("Record drafted"),
        "minutes.saved": _("Record edited"),
        "minutes.restored": _("Earlier version of the record restored"),
        "minutes.withheld": _("Text on closed items taken out of the record"),
        "meeting.attribution_changed": _("Attribution of an item changed"),
        "meeting.record_circulated": _("Record sent out for correction"),
        "meeting.record_opened": _("Record opened to members"),
        "meeting.record_taken_back": _("Record taken back"),
        "meeting.record_adopted": _("Record adopted"),
        "meeting.corrigendum_added": _("Corrigendum added"),
        "correction.asked": _("Correction asked for"),
        "correction.answered": _("Correction answered"),
    },
    fields={
        "meetings.decision.state": _("state"),
        "meetings.decision.state_reason": _("reason"),
        "meetings.decision.number": _("number"),
        "meetings.decision.superseded_by": _("replaced by"),
        "meetings.actionitem.state": _("state"),
        "meetings.actionitem.state_reason": _("reason"),
        "meetings.actionitem.due_seq": "",
        "meetings.actionitem.settled_at": "",
        "version": _("version"),
        "attribution": _("attribution"),
        "meetings.correction.state": _("state"),
    },
    # Administrators read the history, but not what came of closed items.
    veiled=[
        "meetings.decision.text_en",
        "meetings.decision.text_ru",
        "meetings.actionitem.text",
        "meetings.actionitem.progress_note",
    ],
)
