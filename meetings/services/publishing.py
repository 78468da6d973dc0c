"""Publishing the provisional agenda: what is looked at first, and that everybody invited is told once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.choices import AgendaKind, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.notices import planning
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.models import OutboxMessage
from rec_portal.workflow.engine import advance

# Neither sent nor given up for a reason: the person does not know of the meeting yet.
UNTOLD = (MessageState.WAITING, MessageState.SENDING, MessageState.DEAD)


@dataclass(frozen=True)
class Check:
    """One question of the checklist; `detail` says what is missing where it is not `met`."""

    label: str
    met: bool
    detail: str = ""
    must: bool = False


def checklist(meeting: Meeting) -> list[Check]:
    """What is looked at before the agenda is published. Only a check that `must` be met stands in the way."""
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position", "id"))
    return [
        Check(_("The agenda has items"), bool(items), _("There is no agenda yet."), must=True),
        _minutes(items),
        _fits(items, meeting),
        _grounds(items),
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


@transaction.atomic
def publish_agenda(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """The agenda stands, provisionally: members are told once, with the calendar file that has it."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    advance(meeting, "publish_agenda", actor=actor)
    _insist_on_items(meeting)
    changes = store(meeting, actor=actor)
    planning.plan_agenda(meeting)
    record(
        actor=actor,
        verb="meeting.agenda_published",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=True,
    )
    return meeting


@transaction.atomic
def tell_agenda(*, actor: User, meeting: Meeting, version: int | None = None) -> Meeting:
    """Sends the published agenda again after it was changed; once for each version of the meeting."""
    meeting = lock(meeting, version)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    if meeting.state != MeetingState.AGENDA_PUBLISHED:
        raise WrongState
    _insist_on_items(meeting)
    planning.plan_agenda(meeting)
    record(actor=actor, verb="meeting.agenda_told", target=meeting, root_id=meeting.body_id, for_members=True)
    return meeting


def _insist_on_items(meeting: Meeting) -> None:
    if not AgendaItem.objects.filter(meeting=meeting).exists():
        raise InvalidInput(_("There is no agenda yet."))
