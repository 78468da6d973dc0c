"""People as the council knows them: found by address or created, barred and let in again."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies.services.authority import insist
from councils.seats.services.administrators import keep_administrators_without, lock_councils
from rec_portal.accounts.models import User
from rec_portal.accounts.services.secret_links import revoke_links
from rec_portal.accounts.services.sessions import end_sessions_of
from rec_portal.audit.writer import record
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput
from rec_portal.outbox.account_mail import put_welcome


@dataclass(frozen=True)
class Newcomer:
    """A person by their e-mail address; the rest is needed only where the address is not known yet."""

    email: str
    name: str = ""
    job_title: str = ""
    language: str = "en"
    time_zone: str = "Asia/Tashkent"


def find_or_create_person(newcomer: Newcomer, *, actor: User | None) -> User:
    """The person with that address, in capitals or not; created without a password when nobody has it.

    An address that is known under another name is refused: a slip in it would give a seat to a stranger. The caller
    has asked whether `actor` may appoint.
    """
    email = newcomer.email.strip().lower()
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        if not newcomer.name.strip():
            raise InvalidInput(_("This address is new here. Say whose it is."), field="name")
        person = _create(newcomer, email, actor)
    elif newcomer.name.strip() and _folded(newcomer.name) != _folded(person.name):
        raise InvalidInput(
            _("This address is known under another name. Check it, or leave the name empty to appoint its owner."),
            field="name",
        )
    return person


def _create(newcomer: Newcomer, email: str, actor: User | None) -> User:
    person = User(
        email=email,
        name=newcomer.name.strip(),
        job_title=newcomer.job_title.strip(),
        language=newcomer.language,
        time_zone=newcomer.time_zone,
    )
    person.set_unusable_password()
    try:
        with transaction.atomic():
            changes = store(person, actor=actor)
    except IntegrityError:
        # Somebody else entered the same address in this very moment.
        return User.objects.filter(email__iexact=email).get()
    record(actor=actor, verb="person.created", target=person, root_id=None, changes=changes)
    if actor is not None:
        put_welcome(person)
    return person


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


@transaction.atomic
def disable_person(*, actor: User, person: User, reason: str) -> User:
    """Bars a person from the portal: sessions, feeds and personal links end with the next request."""
    lock_councils()
    person = lock(person)
    insist(actor, "disable", person)
    _insist_on_reason(reason)
    if not person.is_active:
        return person
    keep_administrators_without(person, timezone.now())
    person.is_active = False
    changes = store(person, actor=actor, reason=reason)
    end_sessions_of(person)
    revoke_links(person=person)
    record(actor=actor, verb="person.disabled", target=person, root_id=None, changes=changes, reason=reason)
    return person


@transaction.atomic
def enable_person(*, actor: User, person: User, reason: str) -> User:
    """Lets a person in again; links revoked when they were barred stay revoked."""
    person = lock(person)
    insist(actor, "disable", person)
    _insist_on_reason(reason)
    if person.is_active:
        return person
    person.is_active = True
    changes = store(person, actor=actor, reason=reason)
    record(actor=actor, verb="person.enabled", target=person, root_id=None, changes=changes, reason=reason)
    return person


def _insist_on_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput(_("Say why; the reason stays in the history."), field="reason")
