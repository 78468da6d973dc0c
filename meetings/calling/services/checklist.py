"""What is looked at before the provisional agenda is published."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.agenda.choices import AgendaKind
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.notices import planning
from rec_portal.accounts.models import User
from rec_portal.foundation.hooks import Hook
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage

# Neither sent nor given up for a reason: the person does not know of the meeting yet.
UNTOLD = (MessageState.WAITING, MessageState.SENDING, MessageState.DEAD)

# Called with (meeting, reader): further checks of upper rooms.
more_checks = Hook("checks before the agenda is published")


@dataclass(frozen=True)
class Check:
    """One question of the checklist; `detail` says what is missing where it is not `met`."""

    label: str
    met: bool
    detail: str = ""
    must: bool = False


def checklist(meeting: Meeting, reader: User) -> list[Check]:
    """What is looked at before the agenda is published. Only a check that `must` be met stands in the way.

    Papers are named, so only those that `reader` may see are looked at.
    """
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "id"))
    return [
        Check(_("The agenda has items"), bool(items), _("There is no agenda yet."), must=True),
        _minutes(items),
        _fits(items, meeting),
        _grounds(items),
        *(check for checks in more_checks(meeting, reader) for check in checks),
        _told(meeting),
    ]


def _minutes(items: Sequence[AgendaItem]) -> Check:
    return _for_all(_("Every item says how long it takes"), [item for item in items if not item.minutes])


def _fits(items: Sequence[AgendaItem], meeting: Meeting) -> Check:
    over = sum(item.minutes or 0 for item in items) - meeting.minutes
    text = ngettext("%(n)d minute longer than the meeting", "%(n)d minutes longer than the meeting", max(over, 1))
    return Check(_("It fits into the time of the meeting"), over <= 0, text % {"n": over})


def _grounds(items: Sequence[AgendaItem]) -> Check:
    """A decision needs somebody who presents it, or a paper to read."""
    bare = [
        item for item in items if item.kind == AgendaKind.DECISION and not item.presenter and not item.papers.exists()
    ]
    return _for_all(_("Every item for decision has a speaker or a paper"), bare)


def _told(meeting: Meeting) -> Check:
    about = OutboxMessage.objects.about(meeting).filter(kind=planning.INVITATION, schedule_seq=meeting.schedule_seq)
    invited = meeting.invitations.standing().values("person")
    count = about.filter(state__in=UNTOLD, recipient__in=invited).values("recipient").distinct().count()
    text = ngettext("%(n)d invitation has not been sent.", "%(n)d invitations have not been sent.", count)
    return Check(_("Everybody invited has their invitation"), count == 0, text % {"n": count})


def _for_all(label: str, lacking: Sequence[AgendaItem]) -> Check:
    numbers = ", ".join(str(item.position) for item in lacking)
    text = ngettext("Not item %(numbers)s.", "Not items %(numbers)s.", len(lacking))
    return Check(label, not lacking, text % {"numbers": numbers})
