"""The table of a meeting's states."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.choices import MeetingState
from rec_portal.foundation.refusals import InvalidInput, Refusal
from rec_portal.workflow.engine import Table, Transition

S = MeetingState


def _lies_ahead(meeting: Any) -> None:
    if meeting.starts_at <= timezone.now():
        raise InvalidInput(_("The start lies in the past. Choose a time that is still to come."), field="start")


def _somebody_is_invited(meeting: Any) -> None:
    if not meeting.invitations.standing().exists():
        raise InvalidInput(_("Nobody is invited yet. Choose at least one person."), field="invitees")


def _ready_to_convene(meeting: Any) -> None:
    _lies_ahead(meeting)
    _somebody_is_invited(meeting)


def _not_over(meeting: Any) -> None:
    if meeting.ends_at <= timezone.now():
        raise Refusal(_("The meeting is over already."))


def _may_be_called_off(meeting: Any) -> None:
    if meeting.state == S.CONVENED:
        _not_over(meeting)


def _has_ended(meeting: Any) -> None:
    if meeting.ends_at > timezone.now():
        raise Refusal(_("The meeting is not over yet."))


MEETING = Table(
    "meetings.Meeting",
    "state",
    MeetingState.values,
    [
        Transition("convene", frozenset({S.DRAFT}), S.CONVENED, "run", _("Convene"), _ready_to_convene),
        Transition("move", frozenset({S.CONVENED, S.POSTPONED}), S.CONVENED, "run", _("Move"), _lies_ahead),
        Transition("postpone", frozenset({S.CONVENED}), S.POSTPONED, "run", _("Postpone"), _not_over),
        Transition("cancel", frozenset({S.CONVENED, S.POSTPONED}), S.CANCELLED, "run", _("Cancel"), _may_be_called_off),
        # Not a cancellation: a cancelled meeting stays visible to its members, who never heard of this one.
        Transition("discard", frozenset({S.DRAFT}), S.DISCARDED, "run", _("Discard")),
        Transition("close", frozenset({S.CONVENED}), S.CLOSED, "run", _("Mark as held"), _has_ended),
    ],
)
