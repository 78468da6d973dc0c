"""Who signed in, who tried, and what changed about their sign-in: allauth's and the portal's signals as audit events.

These belong to no body (`root_id` None): administrators read them. No password or code is kept, and an address that
nobody has only as a fingerprint, since people type passwords into the wrong field.
"""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from rec_portal.accounts.deeds import deed
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record

PASSKEY = "passkey"


def fingerprint(address: str) -> str:
    """The same for the same address, and no way back to it."""
    return salted_hmac("unknown address", address.strip().lower()).hexdigest()[:16]


def _write(verb: str, person: User | None, *, actor: User | None, address: str = "", **details: Any) -> None:
    changes = list(details.pop("changes", ()))
    if person is None:
        person = User(public_id="", name="Unknown address")
        changes.append(_fact("address", fingerprint(address)))
    with transaction.atomic():
        record(actor=actor, verb=verb, target=person, root_id=None, changes=changes, **details)


def _fact(field: str, value: str) -> dict[str, Any]:
    return {"field": field, "old": None, "new": value}


def _signed_in(sender: Any, request: HttpRequest, user: User, **rest: Any) -> None:
    methods = {entry.get("method") for entry in request.session.get("account_authentication_methods", ())}
    how = "password" if "password" in methods else PASSKEY
    _write("person.signed_in", user, actor=user, changes=[_fact("method", how)])


def _signed_out(sender: Any, request: HttpRequest, user: User | None, **rest: Any) -> None:
    if user is not None:
        _write("person.signed_out", user, actor=user)


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **rest: Any) -> None:
    address = str(credentials.get("email", "")).lower()
    person = User.objects.filter(email=address).first()
    _write("person.sign_in_failed", person, actor=None, address=address)


def _factor_failed(sender: Any, user: User, **rest: Any) -> None:
    _write("person.factor_failed", user, actor=None)


def _factor_added(sender: Any, user: User, authenticator: Any, **rest: Any) -> None:
    _write("person.factor_added", user, actor=user, changes=[_fact("factor", authenticator.type)])


def _factor_removed(sender: Any, user: User, authenticator: Any, **rest: Any) -> None:
    changes = [{"field": "factor", "old": authenticator.type, "new": None}]
    _write("person.factor_removed", user, actor=user, changes=changes)


def _codes_made(sender: Any, user: User, **rest: Any) -> None:
    _write("person.recovery_codes_made", user, actor=user)


def _deed_done(
    sender: Any, verb: str, person: User | None, actor: User | None, address: str, signal: Any = None, **details: Any
) -> None:
    _write(verb, person, actor=actor, address=address, **details)


def connect() -> None:
    for signal, receiver in (
        (account.user_logged_in, _signed_in),
        (auth.user_logged_out, _signed_out),
        (auth.user_login_failed, _failed),
        (mfa.authentication_failed, _factor_failed),
        (mfa.authenticator_added, _factor_added),
        (mfa.authenticator_removed, _factor_removed),
        (mfa.authenticator_reset, _codes_made),
        (deed, _deed_done),
    ):
        signal.connect(receiver)
