"""Whether a mail that was planned some time ago should still go out. Asked again at the moment of sending."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from meetings.invitations.choices import Answer
from meetings.meeting.choices import ENDED, EXPECTED, ON, UNANNOUNCED, MeetingState
from meetings.notices.kinds import AGENDA, ASKING, CANCELLATION, INVITATION, POSTPONEMENT, REMINDER, UPDATE
from meetings.notices.subject import Matter

# The states in which each kind of mail is true. Whoever is invited to a running session, or to one whose link changed,
# needs the mail more than anybody.
FITS = {
    INVITATION: (*EXPECTED, *ON),
    UPDATE: (*EXPECTED, *ON),
    REMINDER: EXPECTED,
    ASKING: EXPECTED,
    # A meeting that was convened anew (moved) has no published agenda; it tells so itself when it has.
    AGENDA: (MeetingState.AGENDA_PUBLISHED, *ON),
    POSTPONEMENT: (MeetingState.POSTPONED,),
    CANCELLATION: (MeetingState.CANCELLED,),
}
# A change of these makes an earlier answer an answer to another question.
ASKS_ANEW = frozenset({"when", "format"})


def why_unwanted(message: Any, matter: Matter, now: datetime) -> str | None:
    """The reason as a short sentence in the active language, or None when the mail should go out."""
    if is_withdrawal(message):
        return _against_withdrawal(matter) or _against_person(matter)
    return _against_meeting(message, matter, now) or _against_person(matter) or _against_reminder(message, matter, now)


def is_withdrawal(message: Any) -> bool:
    """A cancellation for one person only, who is no longer invited to a meeting that goes on."""
    return message.kind == CANCELLATION and bool(message.payload.get("withdrawn"))


def asks_for_answer(message: Any, matter: Matter) -> bool:
    """Whether the mail carries the person's own link to answer, or to change their answer."""
    if matter.invitation is None:
        return False
    if message.kind == UPDATE:
        unanswered = matter.invitation.answer == Answer.NONE
        return unanswered or bool(ASKS_ANEW & matter.changed)
    return message.kind in (INVITATION, REMINDER, ASKING)


def _against_meeting(message: Any, matter: Matter, now: datetime) -> str | None:
    meeting = matter.meeting
    if meeting.state not in FITS[message.kind]:
        return _why_not_in_state(MeetingState(meeting.state))
    if message.schedule_seq != meeting.schedule_seq:
        return _("The meeting was moved in the meantime.")
    if meeting.state in EXPECTED and meeting.ends_at <= now:
        return _("The meeting is over.")
    if matter.invitation is None or matter.invitation.withdrawn_at:
        return _("This person is no longer invited.")
    if message.kind == UPDATE and matter.told is not None and not matter.changed:
        return _("Nothing is different from what this person was told last.")
    return None


def _against_withdrawal(matter: Matter) -> str | None:
    if matter.meeting.state in UNANNOUNCED:
        return _why_not_in_state(MeetingState(matter.meeting.state))
    if matter.invitation is None or not matter.invitation.withdrawn_at:
        return _("This person was invited again.")
    return None


def _against_person(matter: Matter) -> str | None:
    if not matter.person.is_active:
        return _("This person may no longer sign in.")
    if not matter.may_see:
        return _("This person may no longer see the meeting.")
    return None


def _against_reminder(message: Any, matter: Matter, now: datetime) -> str | None:
    if message.kind not in (REMINDER, ASKING) or matter.invitation is None:
        return None
    if matter.meeting.starts_at <= now:
        return _("The meeting has begun.")
    if message.kind == ASKING:
        # A person asks here, not the calendar: it also reaches who wants no reminders.
        return _("This person has answered.") if matter.invitation.answer != Answer.NONE else None
    if matter.invitation.answer == Answer.NO:
        return _("This person has said no.")
    if not matter.person.wants_reminders:
        return _("This person wants no reminders.")
    return None


def _why_not_in_state(state: MeetingState) -> str:
    if state == MeetingState.CANCELLED:
        return _("The meeting was cancelled in the meantime.")
    if state == MeetingState.POSTPONED:
        return _("The meeting was postponed in the meantime.")
    if state in ON:
        return _("The meeting has begun.")
    if state in ENDED:
        return _("The meeting is over.")
    if state in EXPECTED:
        return _("The meeting takes place after all.")
    return _("The meeting is not announced.")
