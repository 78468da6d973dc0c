"""Filling seats and ending terms. Rights follow the clock; here only the rows and the office groups are kept."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies import terms
from councils.bodies.choices import FITTING_OFFICES, Office, SeatKind
from councils.bodies.services.authority import insist
from councils.seats.models import Appointment, Seat
from councils.seats.services.administrators import is_council_administrator, keep_an_administrator, lock_council_of
from councils.seats.services.offices import sync_offices_of
from councils.seats.services.people import Newcomer, find_or_create_person
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, Refusal

# Locks are taken in one order everywhere: council, then seat or appointment, then person.


@transaction.atomic
def appoint_person(
    *,
    actor: User | None,
    seat: Seat,
    person: User | Newcomer,
    office: str,
    is_alternate: bool = False,
    starts_on: date,
    ends_on: date | None = None,
) -> Appointment:
    """Puts a person into a seat from the start of one day to the end of another, in the body's zone.

    A holder who left on the very day hands over at that moment, so that a seat can change hands within a day. Only
    an administrator makes an administrator.
    """
    seat = lock(seat)
    insist(actor, "appoint", seat)
    if office == Office.ADMINISTRATOR:
        insist(actor, "administer", seat.body)
    _insist_on_fitting_office(seat, office)
    starts_at, ends_at = _term(seat, starts_on, ends_on, is_alternate)
    person = lock(find_or_create_person(person, actor=actor) if isinstance(person, Newcomer) else person)
    if not person.is_active:
        raise InvalidInput(_("This person is barred from the portal. An administrator can let them in."), field="email")
    appointment = Appointment(
        seat=seat, person=person, office=office, is_alternate=is_alternate, starts_at=starts_at, ends_at=ends_at
    )
    _refuse_overlap(appointment)
    changes = store(appointment, actor=actor)
    _follow_in_access(person, actor)
    root = seat.body_id
    record(actor=actor, verb="appointment.made", target=appointment, root_id=root, changes=changes, for_members=True)
    return appointment


@transaction.atomic
def end_appointment(
    *, actor: User | None, appointment: Appointment, ends_on: date | None = None, reason: str
) -> Appointment:
    """Ends a term with the end of `ends_on` in the body's zone, or now when it is None.

    A term that has not begun is taken back: it keeps its row, and was never held. What the person did and made stays.
    """
    if is_council_administrator(appointment):
        lock_council_of(appointment.seat.body)
    appointment = lock(appointment)
    body = appointment.seat.body
    insist(actor, "end", appointment)
    if appointment.office == Office.ADMINISTRATOR:
        insist(actor, "administer", body)
    if not reason.strip():
        raise InvalidInput(_("Say why; the reason stays in the history."), field="reason")
    now = timezone.now()
    if appointment.is_over(now):
        raise Refusal(_("This term is over already."))
    ends_at = _new_end(appointment, ends_on, now)
    keep_an_administrator(appointment, ends_at)
    lengthened = appointment.ends_at is not None and ends_at > appointment.ends_at
    appointment.ends_at, appointment.end_reason = ends_at, reason.strip()
    if lengthened:
        _refuse_overlap(appointment)
    changes = store(appointment, actor=actor, reason=reason)
    _follow_in_access(appointment.person, actor)
    record(
        actor=actor,
        verb="appointment.ended",
        target=appointment,
        root_id=body.pk,
        changes=changes,
        reason=reason.strip(),
    )
    return appointment


def _follow_in_access(person: User, actor: User | None) -> None:
    sync_offices_of(person)
    if actor == person:
        # The same row, but another object with grants of its own.
        policy.Access.forget(actor)


def _insist_on_fitting_office(seat: Seat, office: str) -> None:
    if office not in FITTING_OFFICES[SeatKind(seat.kind)]:
        raise InvalidInput(_("This office does not go with this kind of seat."), field="office")


def _term(seat: Seat, starts_on: date, ends_on: date | None, is_alternate: bool) -> tuple[datetime, datetime | None]:
    zone = seat.body.time_zone
    _insist_on_sane_day(starts_on, "starts_on")
    start, next_day = terms.start_of(starts_on, zone), terms.end_of(starts_on, zone)
    if not is_alternate:
        left = Appointment.objects.filter(seat=seat, is_alternate=False, ends_at__gt=start, ends_at__lt=next_day)
        start = left.order_by("-ends_at").values_list("ends_at", flat=True).first() or start
    if ends_on is None:
        return start, None
    _insist_on_sane_day(ends_on, "ends_on")
    if ends_on < starts_on:
        raise InvalidInput(_("The last day comes before the first day."), field="ends_on")
    return start, terms.end_of(ends_on, zone)


def _new_end(appointment: Appointment, ends_on: date | None, now: datetime) -> datetime:
    if ends_on is None:
        return max(now, appointment.starts_at)
    _insist_on_sane_day(ends_on, "ends_on")
    ends_at = terms.end_of(ends_on, appointment.seat.body.time_zone)
    if ends_at <= appointment.starts_at:
        raise InvalidInput(_("The last day comes before the first day of this term."), field="ends_on")
    return ends_at


def _insist_on_sane_day(day: date, field: str) -> None:
    if not terms.EARLIEST <= day <= terms.LATEST:
        raise InvalidInput(
            _("Choose a day between %(first)d and %(last)d.")
            % {"first": terms.EARLIEST.year, "last": terms.LATEST.year},
            field=field,
        )


def _refuse_overlap(appointment: Appointment) -> None:
    """One holder at a time; and nobody is in one seat twice at once, as holder or alternate."""
    others = Appointment.objects.between(appointment.starts_at, appointment.ends_at).filter(seat=appointment.seat_id)
    others = others.exclude(pk=appointment.pk)
    if others.filter(person=appointment.person_id).exists():
        raise InvalidInput(_("This person is in this seat already at that time."), field="email")
    if appointment.is_alternate:
        return
    holder = others.filter(is_alternate=False).select_related("person").first()
    if holder is not None:
        raise InvalidInput(
            _("%(name)s holds this seat at that time. End that term first, or appoint an alternate.")
            % {"name": holder.person},
            field="seat",
        )
