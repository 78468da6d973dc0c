"""Whether a person has a second factor: an authenticator app or a passkey. Recovery codes alone are none."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factor_exists() -> Exists:
    """To annotate a queryset of people, so that asking costs no query of its own."""
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS))


def has_second_factor(person: Any) -> bool:
    known = person.__dict__.get("has_factor")
    if known is None:
        return Authenticator.objects.filter(user=person.pk, type__in=FACTORS).exists()
    return known
