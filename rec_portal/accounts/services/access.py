"""Helping a person's sign-in along: lost factors, a new address, mail that was refused.

Who may is decided by the rules "disable" and "contact" of a User. Barring somebody is councils' affair, since only they
know whether an administrator is left.
"""

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from rec_portal.accounts.deeds import tell
from rec_portal.accounts.models import User
from rec_portal.accounts.services.sessions import end_sessions_of
from rec_portal.foundation import policy, records
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState


@transaction.atomic
def remove_factors(*, actor: User, person: User, reason: str) -> None:
    """For somebody who lost telephone and recovery codes: the next sign-in sets up a new second factor."""
    row = _lock(actor, "disable", person)
    removed, _each = Authenticator.objects.filter(user=row).delete()
    if not removed:
        raise WrongState(gettext("This person has no second factor."))
    end_sessions_of(row)
    tell(actor=actor, verb="person.factors_removed", person=row, reason=reason)


@transaction.atomic
def change_address(*, actor: User, person: User, version: int, email: str) -> User:
    """Gives the person another address to sign in with; ends sessions and clears a refusal of the old address."""
    row = _lock(actor, "disable", person, version)
    email = email.strip().lower()
    try:
        User._meta.get_field("email").clean(email, row)
    except ValidationError as error:
        raise InvalidInput(gettext("This is not an e-mail address."), field="email") from error
    if User.objects.filter(email=email).exclude(pk=row.pk).exists():
        raise InvalidInput(gettext("Somebody else has this address."), field="email")
    row.email = email
    row.mail_refused_at, row.mail_refused_reason = None, ""
    changes = records.store(row, actor=actor)
    if changes:
        end_sessions_of(row)
        tell(actor=actor, verb="person.address_changed", person=row, changes=changes)
    return row


@transaction.atomic
def clear_mail_refusal(*, actor: User, person: User) -> None:
    """Mail goes to the address again, after a mail server had refused it."""
    row = _lock(actor, "contact", person)
    if row.mail_refused_at is None:
        raise WrongState(gettext("Mail to this person is not stopped."))
    row.mail_refused_at, row.mail_refused_reason = None, ""
    changes = records.store(row, actor=actor)
    tell(actor=actor, verb="person.mail_resumed", person=row, changes=changes)


def _lock(actor: User, action: str, person: User, version: int | None = None) -> User:
    row = records.lock(person, version)
    if not policy.can(actor, action, row):
        raise NotAllowed
    return row
