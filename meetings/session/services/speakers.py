"""The list of speakers: who asks for the floor, who has it, who has spoken."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies.choices import SeatKind
from councils.seats.models import Seat
from meetings.meeting.bodies import bodies_of
from meetings.meeting.choices import ON
from meetings.meeting.models import Meeting
from meetings.session.choices import SpeakerState
from meetings.session.models import Speaker
from meetings.session.presses import AT_ONCE, Press, is_repeated
from meetings.session.services.session import course_of, finish_speaker
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.workflow.engine import advance

OPEN = (SpeakerState.REQUESTED, SpeakerState.SPEAKING)


def voices_of(person: User, meeting: Meeting) -> list[Seat]:
    """The seats for which the person may speak at the meeting: those they fill now, also as an alternate."""
    return list(
        Seat.objects.filter(body__in=bodies_of(meeting), appointments__in=person.appointments.current())  # type: ignore[attr-defined]
        .exclude(kind=SeatKind.SERVING)
        .select_related("organisation", "body")
        .distinct()
        .by_protocol()
    )


@transaction.atomic
def ask_for_floor(*, actor: User, meeting: Meeting, seat: Seat | None = None, press: Press = AT_ONCE) -> Speaker:
    """Puts the person on the list once for each seat; without `seat` for the only one they fill.

    Asking twice changes nothing.
    """
    meeting = _in_session(meeting)
    voices = voices_of(actor, meeting)
    if not voices or not policy.can(actor, "see", meeting):
        raise NotAllowed
    if seat is None and len(voices) > 1:
        raise InvalidInput(_("Say for which seat."), field="seat")
    seat = seat or voices[0]
    if seat not in voices:
        raise NotAllowed
    waiting = Speaker.objects.filter(meeting=meeting, person=actor, seat=seat, state__in=OPEN).first()
    if waiting is not None:
        return waiting
    if is_repeated(press, actor, meeting):
        # It was done and is over: nobody is put on the list anew by a press that was sent twice.
        return Speaker.objects.filter(meeting=meeting, person=actor, seat=seat).latest("position")
    return _added(meeting, actor, Speaker(meeting=meeting, person=actor, seat=seat))


@transaction.atomic
def list_speaker(
    *, actor: User, meeting: Meeting, seat: Seat | None = None, name: str = "", press: Press = AT_ONCE
) -> Speaker | None:
    """Puts somebody who raised a hand in the room on the list: a seat, a guest by name, or both."""
    meeting = _in_session(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    if seat is None and not name.strip():
        raise InvalidInput(_("Say who wants to speak."), field="seat")
    if seat is not None and (seat.kind == SeatKind.SERVING or seat.body_id not in bodies_of(meeting)):
        raise NotAllowed
    if is_repeated(press, actor, meeting):
        return None
    return _added(meeting, actor, Speaker(meeting=meeting, seat=seat, name=name.strip()))


@transaction.atomic
def give_floor(*, actor: User, speaker: Speaker, press: Press = AT_ONCE) -> Speaker:
    """The floor goes to `speaker`, out of turn too; whoever had it has spoken."""
    meeting, speaker = _both(actor, speaker)
    if is_repeated(press, actor, meeting) or speaker.state == SpeakerState.SPEAKING:
        return speaker
    if speaker.state == SpeakerState.REQUESTED:
        finish_speaker(meeting, actor=actor)
    advance(speaker, "give_floor", actor=actor)
    speaker.began_at = timezone.now()
    return _kept(meeting, actor, speaker, "speaker.called")


@transaction.atomic
def finish_turn(*, actor: User, speaker: Speaker, press: Press = AT_ONCE) -> Speaker:
    meeting, speaker = _both(actor, speaker)
    if is_repeated(press, actor, meeting):
        return speaker
    advance(speaker, "finish", actor=actor)
    speaker.ended_at = timezone.now()
    return _kept(meeting, actor, speaker, "speaker.finished")


@transaction.atomic
def withdraw_request(*, actor: User, speaker: Speaker, press: Press = AT_ONCE) -> Speaker:
    """One's own wish to speak, or by whoever runs the meeting that of anybody."""
    meeting, speaker = _both(actor, speaker)
    if is_repeated(press, actor, meeting):
        return speaker
    advance(speaker, "withdraw", actor=actor)
    return _kept(meeting, actor, speaker, "speaker.withdrew")


def _in_session(meeting: Meeting) -> Meeting:
    meeting = lock(meeting)
    if meeting.state not in ON:
        raise WrongState(_("The meeting is not in session."))
    return meeting


def _both(actor: User, speaker: Speaker) -> tuple[Meeting, Speaker]:
    """The meeting first, as everywhere."""
    meeting = lock(speaker.meeting)
    speaker = lock(speaker)
    if not policy.can(actor, "see", speaker):
        raise NotAllowed
    return meeting, speaker


def _added(meeting: Meeting, actor: User, speaker: Speaker) -> Speaker:
    last = Speaker.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
    speaker.position = last + 1
    speaker.agenda_item_id = course_of(meeting).current_item_id
    return _kept(meeting, actor, speaker, "speaker.listed")


def _kept(meeting: Meeting, actor: User, speaker: Speaker, verb: str) -> Speaker:
    changes = store(speaker, actor=actor)
    told = [change for change in changes if change["field"] in ("state", "seat", "person", "name")]
    if speaker.seat_id and not any(change["field"] == "seat" for change in told):
        told.insert(0, {"field": "seat", "old": speaker.seat_id, "new": speaker.seat_id})
    record(actor=actor, verb=verb, target=meeting, root_id=meeting.body_id, changes=told)
    return speaker
