"""The table of a meeting's states."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.meeting.choices import EXPECTED, ON, OPENS_BEFORE, MeetingState
from rec_portal.foundation.refusals import InvalidInput, Refusal
from rec_portal.workflow.engine import Table, Transition

S = MeetingState


BEFORE, DURING = frozenset(EXPECTED), frozenset(ON)


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
    if meeting.state in EXPECTED:
        _not_over(meeting)


def _about_to_begin(meeting: Any) -> None:
    if meeting.starts_at - OPENS_BEFORE > timezone.now():
        raise Refusal(_("It is too early to open the session. Move the meeting first if it begins sooner."))


def _has_ended(meeting: Any) -> None:
    """A session that was opened is closed whenever it is over; one that was not, only after the time it was due."""
    if meeting.state in EXPECTED and meeting.ends_at > timezone.now():
        raise Refusal(_("The meeting is not over yet."))


MEETING = Table(
    "meetings.Meeting",
    "state",
    MeetingState.values,
    [
        Transition("convene", frozenset({S.DRAFT}), S.CONVENED, "run", _("Convene"), _ready_to_convene),
        Transition("publish_agenda", frozenset({S.CONVENED}), S.AGENDA_PUBLISHED, "run", _("Publish the agenda")),
        Transition("move", frozenset({S.CONVENED, S.POSTPONED}), S.CONVENED, "run", _("Move"), _lies_ahead),
        # The agenda that was published holds on the new day too: nobody need read the same agenda as new.
        Transition(
            "move_published", frozenset({S.AGENDA_PUBLISHED}), S.AGENDA_PUBLISHED, "run", _("Move"), _lies_ahead
        ),
        Transition("postpone", BEFORE, S.POSTPONED, "run", _("Postpone"), _not_over),
        Transition("cancel", BEFORE | {S.POSTPONED}, S.CANCELLED, "run", _("Cancel"), _may_be_called_off),
        # Not a cancellation: a cancelled meeting stays visible to its members, who never heard of this one.
        Transition("discard", frozenset({S.DRAFT}), S.DISCARDED, "run", _("Discard")),
        Transition("open_session", BEFORE, S.IN_SESSION, "run", _("Open the session"), _about_to_begin),
        Transition("suspend", frozenset({S.IN_SESSION}), S.SUSPENDED, "run", _("Suspend the session")),
        Transition("resume", frozenset({S.SUSPENDED}), S.IN_SESSION, "run", _("Resume the session")),
        Transition("close", BEFORE | DURING, S.CLOSED, "run", _("Mark as held"), _has_ended),
        Transition("circulate_record", frozenset({S.CLOSED}), S.RECORD_CIRCULATED, "run", _("Circulate the record")),
        Transition("reopen_record", frozenset({S.RECORD_CIRCULATED}), S.CLOSED, "run", _("Take the record back")),
        Transition("adopt_record", frozenset({S.RECORD_CIRCULATED}), S.RECORD_ADOPTED, "run", _("Adopt the record")),
    ],
)
