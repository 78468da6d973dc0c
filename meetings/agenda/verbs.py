from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs

verbs.register(
    _("Meetings"),
    {
        "meeting.agenda_changed": _("Agenda changed"),
        "proposal.made": _("Agenda item proposed"),
        "proposal.accepted": _("Proposal accepted"),
        "proposal.deferred": _("Proposal put off"),
        "proposal.declined": _("Proposal declined"),
        "proposal.withdrawn": _("Proposal withdrawn"),
        "agenda.item_added": _("Agenda item added"),
        "agenda.item_changed": _("Agenda item changed"),
        "agenda.item_moved": _("Agenda item moved"),
        "agenda.item_sent": _("Agenda item moved to another meeting or the backlog"),
        "agenda.item_restricted_late": _("Agenda item restricted after people had been told of it"),
        "agenda.items_carried": _("Postponed agenda items put into the backlog"),
    },
    changes_of={
        "agenda": "meetings.AgendaItem",
        "proposal": "meetings.Proposal",
    },
    fields={
        "agenda": _("agenda"),
        "agenda_item": _("agenda item"),
        "agenda_item_added": _("agenda item added"),
        "agenda_item_changed": _("agenda item changed"),
        "agenda_item_moved": _("agenda item moved"),
        "agenda_item_removed": _("agenda item taken off"),
        "agenda_number": _("number on the agenda"),
        "told": _("had been told"),
        "proposal": _("proposal"),
        "meetings.agendaitem.meeting": _("meeting"),
        "meetings.agendaitem.position": "",
    },
    # An item among the changes may have been restricted since; what was agreed is shown to readers of the item.
    veiled=["meetings.meeting.agenda", "meetings.agendaitem.outcome_text"],
    refers={
        "agenda_item": "meetings.AgendaItem",
        **{f"agenda_item_{how}": "meetings.AgendaItem" for how in ("added", "changed", "moved", "removed")},
        "told": "accounts.User",
        "proposal": "meetings.Proposal",
    },
)
