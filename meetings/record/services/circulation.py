"""The record on its way to adoption: sent out, corrected by the seats it quotes, and put right afterwards."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from councils.bodies.choices import SeatKind
from councils.seats.models import Appointment, Seat
from meetings.agenda.choices import Attribution
from meetings.agenda.models import AgendaItem
from meetings.meeting.bodies import bodies_of
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.record.choices import CorrectionState, RecordLanguage
from meetings.record.mail import record_planning
from meetings.record.models import Correction, Corrigendum, Minutes
from meetings.record.services.adoption import settle_by_silence
from meetings.record.services.decisions import insist_on_text
from meetings.record.services.minutes import lock_open
from meetings.record.services.sections import number_of, paragraphs, section_at, sections
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, Refusal, WrongState
from rec_portal.outbox.clock import database_now
from rec_portal.workflow.engine import advance


def names_under_chatham(minutes: Minutes, *, actor: User) -> list[tuple[int, str]]:
    """(item number, name) wherever a seat or a person of the meeting is named in a text under the Chatham House Rule.

    A name may be harmless (who is asked to act), so a person decides; but nobody may overlook one.
    """
    meeting = minutes.meeting
    items = AgendaItem.objects.shown_to(actor).filter(meeting=meeting, attribution=Attribution.CHATHAM)
    names = _names_at(meeting)
    found: dict[tuple[int, str], None] = {}
    for item in items:
        for language in RecordLanguage.values:
            text = getattr(minutes, f"text_{language}")
            part = sections(text).get(number_of(text, item.position, item.title), "")
            found |= {(item.position, name): None for name in names if _names(part, name)}
    return list(found)


@transaction.atomic
def circulate_record(
    *, actor: User, meeting: Meeting, version: int, until: datetime, by_silence: bool, names_checked: bool = False
) -> Minutes:
    """Sends the record to the body's members and the invitees, who may correct their own statements until `until`."""
    meeting = lock(meeting, version)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    advance(meeting, "circulate_record", actor=actor)
    if minutes is None or not (minutes.text_en.strip() or minutes.text_ru.strip()):
        raise Refusal(_("There is no text to send out yet. Draft the record first."))
    minutes = lock(minutes)
    minutes.meeting = meeting
    now = database_now()
    if until <= now:
        raise InvalidInput(_("The deadline lies in the past."), field="until")
    if not names_checked and names_under_chatham(minutes, actor=actor):
        raise InvalidInput(_("Confirm that nobody who spoke is named under the Chatham House Rule."), field="checked")
    changes = store(meeting, actor=actor)
    minutes.circulated_at, minutes.corrections_until, minutes.by_silence = now, until, by_silence
    minutes.circulated_version = minutes.version + 1
    store(minutes, actor=actor)
    record_planning.plan_circulated(minutes)
    record(
        actor=actor,
        verb="meeting.record_circulated",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=True,
    )
    return minutes


@transaction.atomic
def take_back_record(*, actor: User, meeting: Meeting, version: int) -> Meeting:
    """The record was sent out too early: it is a draft again, and the mails still waiting are withdrawn."""
    meeting = lock(meeting, version)
    if settle_by_silence(meeting):
        raise WrongState(_("The record is adopted already."))
    advance(meeting, "reopen_record", actor=actor)
    minutes = lock(Minutes.objects.get(meeting=meeting))
    changes = store(meeting, actor=actor)
    minutes.circulated_at = minutes.circulated_version = minutes.corrections_until = None
    minutes.by_silence = False
    store(minutes, actor=actor)
    record_planning.withdraw_circulated(minutes)
    record(
        actor=actor,
        verb="meeting.record_taken_back",
        target=meeting,
        root_id=meeting.body_id,
        changes=changes,
        for_members=True,
    )
    return meeting


def seats_to_correct(person: User, meeting: Meeting) -> list[Seat]:
    """The seats of the meeting's bodies that the person fills now and may speak for."""
    terms = Appointment.objects.current().filter(person=person, seat__body__in=bodies_of(meeting))
    terms = terms.exclude(seat__kind=SeatKind.SERVING).select_related("seat__organisation", "seat__body")
    return list({term.seat_id: term.seat for term in terms.order_by("pk")}.values())


@transaction.atomic
def ask_correction(*, actor: User, minutes: Minutes, seat: Seat, language: str, quoted: str, wanted: str) -> Correction:
    """A seat asks to put its own statement right, until the deadline by the database's clock."""
    minutes = lock_open(minutes, None, None)
    meeting = minutes.meeting
    if not policy.can(actor, "see", minutes) or seat not in seats_to_correct(actor, meeting):
        raise NotAllowed
    if meeting.state != MeetingState.RECORD_CIRCULATED or minutes.corrections_until is None:
        raise WrongState(_("The record is not out for correction."))
    if database_now() >= minutes.corrections_until:
        raise WrongState(_("The time for corrections is over."))
    if not wanted.strip() or wanted.strip() == quoted.strip():
        raise InvalidInput(_("Write how the passage should read."), field="wanted")
    _insist_on_own_statement(minutes, seat, language, quoted, actor)
    correction = Correction(
        minutes=minutes, seat=seat, person=actor, language=language, quoted=quoted.strip(), wanted=wanted.strip()
    )
    store(correction, actor=actor)
    record_planning.plan_asked(correction)
    _tell(actor, correction, "correction.asked")
    return correction


@transaction.atomic
def answer_correction(*, actor: User, correction: Correction, version: int, accept: bool, answer: str) -> Correction:
    """Accepts, which puts the wanted passage into the text, or declines, which needs a reason."""
    minutes = lock_open(correction.minutes, None, None)
    correction = lock(correction, version)
    advance(correction, "accept" if accept else "decline", actor=actor)
    if not accept and not answer.strip():
        raise InvalidInput(_("Say why."), field="answer")
    if accept:
        name = f"text_{correction.language}"
        text = getattr(minutes, name)
        if text.count(correction.quoted) == 1:
            setattr(minutes, name, text.replace(correction.quoted, correction.wanted))
            store(minutes, actor=actor, reason="correction")
        elif not answer.strip():
            raise InvalidInput(
                _("The passage is no longer in the text word for word. Edit the record, then say here what was done."),
                field="answer",
            )
    correction.answer = answer.strip()
    store(correction, actor=actor)
    record_planning.plan_answered(correction)
    _tell(actor, correction, "correction.answered")
    settle_by_silence(lock(minutes.meeting))
    return correction


@transaction.atomic
def add_corrigendum(*, actor: User, minutes: Minutes, text_en: str = "", text_ru: str = "") -> Corrigendum:
    """Puts an error right that was found after adoption; it stands below the adopted text, which stays."""
    meeting = lock(minutes.meeting)
    settle_by_silence(meeting)
    if not policy.can(actor, "run", meeting):
        raise NotAllowed
    if meeting.state != MeetingState.RECORD_ADOPTED:
        raise WrongState(_("The record is not adopted yet: edit it."))
    insist_on_text(text_en, text_ru)
    minutes = Minutes.objects.get(pk=minutes.pk)
    last = minutes.corrigenda.aggregate(last=Max("number"))["last"] or 0
    corrigendum = Corrigendum(minutes=minutes, number=last + 1, text_en=text_en.strip(), text_ru=text_ru.strip())
    store(corrigendum, actor=actor)
    record_planning.plan_corrigendum(corrigendum)
    record(
        actor=actor,
        verb="meeting.corrigendum_added",
        target=meeting,
        root_id=meeting.body_id,
        changes=[{"field": "number", "old": None, "new": corrigendum.number}],
        for_members=True,
    )
    return corrigendum


def _insist_on_own_statement(minutes: Minutes, seat: Seat, language: str, quoted: str, actor: User) -> None:
    text, passage = getattr(minutes, f"text_{language}"), quoted.strip()
    place = text.find(passage) if passage else -1
    if place < 0:
        raise InvalidInput(_("Copy the passage from the text, word for word."), field="quoted")
    number = section_at(text, place)
    items = AgendaItem.objects.shown_to(actor).filter(meeting=minutes.meeting, attribution=Attribution.CHATHAM)
    if number in [number_of(text, item.position, item.title) for item in items]:
        # Nobody is named there: whose statement it was, the seat itself says, and only the secretariat reads it.
        return
    around = next((part for part in paragraphs(text) if passage.splitlines()[0].strip() in part), "")
    names = _names_of(seat) | {actor.name}
    if not any(_names(around, name) for name in names):
        raise InvalidInput(
            _("This passage does not name your seat. A seat corrects its own statement only."), field="quoted"
        )


def _names_at(meeting: Meeting) -> list[str]:
    seats = Seat.objects.filter(body__in=bodies_of(meeting)).exclude(kind=SeatKind.SERVING)
    names = {name for seat in seats.select_related("organisation") for name in _names_of(seat)}
    names |= {row.name for row in meeting.attendance.all() if row.name}
    names |= set(meeting.invitations.standing().values_list("person__name", flat=True))
    return sorted(names)


def _names_of(seat: Seat) -> set[str]:
    organisation = seat.organisation
    fields = ("name_en", "name_ru", "short_name_en", "short_name_ru")
    return {getattr(organisation, name) for name in fields} - {""}


def _names(text: str, name: str) -> bool:
    # Russian declines names: the last letters of a word may differ ("Казахстан", "Казахстана", "Казахстану").
    return re.search(rf"(?<!\w){re.escape(name)}\w{{0,3}}(?!\w)", text, re.I) is not None


def _tell(actor: User, correction: Correction, verb: str) -> None:
    changes = [{"field": "state", "old": CorrectionState.OPEN, "new": correction.state}]
    meeting = correction.minutes.meeting
    record(
        actor=actor, verb=verb, target=correction, root_id=meeting.body_id, changes=changes, reason=correction.answer
    )
