"""The personal calendar address: made, shown once, revoked."""

from django.db import transaction

from rec_portal.accounts.models import SecretLink, User
from rec_portal.accounts.services.secret_links import issue_link, revoke_links
from rec_portal.audit.writer import record
from rec_portal.foundation.refusals import NotAllowed

PURPOSE = "calendar_feed"


@transaction.atomic
def open_feed(*, actor: User, person: User) -> str:
    """Makes a new address and ends the old one; returns the secret, which cannot be read again."""
    _insist_on_self(actor, person)
    revoke_links(person=person, purpose=PURPOSE)
    secret = issue_link(person=person, purpose=PURPOSE)
    record(actor=actor, verb="calendar.opened", target=person, root_id=None)
    return secret


@transaction.atomic
def close_feed(*, actor: User, person: User) -> None:
    _insist_on_self(actor, person)
    if revoke_links(person=person, purpose=PURPOSE):
        record(actor=actor, verb="calendar.closed", target=person, root_id=None)


def has_feed(person: User) -> bool:
    return SecretLink.objects.filter(person=person, purpose=PURPOSE, revoked_at=None).exists()


def _insist_on_self(actor: User, person: User) -> None:
    if actor != person:
        raise NotAllowed
