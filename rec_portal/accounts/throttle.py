"""Counting failed sign-ins without giving anybody the means to lock somebody else out.

Counted by the sender's address, by account and address together, and by account over all addresses. A browser that
has signed in to the account before carries a signed cookie and is counted by itself: however hard strangers try, the
owner gets in from a known device, with a passkey, or by a new password by mail, which clears the counts. All counts go
by what was typed, so an address that has no account is treated the same.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "known_device"
COOKIE_DAYS = 180
ACCOUNTS_ON_A_DEVICE = 5
APP = "allauth.account"


@dataclass(frozen=True)
class Device:
    """A browser: its random name, and fingerprints of the accounts that have signed in there, latest first."""

    name: str
    accounts: tuple[str, ...] = ()


def attempt(request: HttpRequest, login: str) -> list[ratelimit.RateLimitUsage] | None:
    """Counts an attempt before the password is looked at; None when there were too many.

    What it returns is rolled back when the password turns out to be right.
    """
    used = []
    for action, key in _counts(request, login):
        usage = ratelimit.consume(request, app=APP, action=action, key=key)
        if usage is None:
            return None
        used.append(usage)
    return used


def forgive(request: HttpRequest, login: str) -> None:
    """Clears the counts of an account and of this address, as after a new password by mail."""
    for action, key in _counts(request, login):
        ratelimit.clear(request, app=APP, action=action, key=key)


def remember_device(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """After a full sign-in: from now on this browser is counted by itself for this account."""
    device = _device(request) or Device(secrets.token_hex(8))
    mark = _mark(login)
    accounts = (mark, *(known for known in device.accounts if known != mark))[:ACCOUNTS_ON_A_DEVICE]
    response.set_cookie(
        COOKIE,
        signing.dumps([device.name, accounts], salt=COOKIE),
        max_age=COOKIE_DAYS * 24 * 60 * 60,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _counts(request: HttpRequest, login: str) -> list[tuple[str, str]]:
    login = login.lower()
    device = _device(request)
    if device is not None and _mark(login) in device.accounts:
        return [("login_failed_known_device", f"{login}:{device.name}")]
    return [
        ("login_failed", f"{login}:{ratelimit.get_ip(request)}"),
        ("login_failed_anywhere", login),
    ]


def _device(request: HttpRequest) -> Device | None:
    try:
        read: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=COOKIE_DAYS * 24 * 60 * 60)
        return Device(str(read[0]), tuple(str(mark) for mark in read[1]))
    except (signing.BadSignature, IndexError, TypeError):
        return None


def _mark(login: str) -> str:
    return salted_hmac("known device", login.lower()).hexdigest()[:20]
