"""Issue, read and revoke secret links."""

import hashlib
import secrets
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from rec_portal.accounts.models import SecretLink, User


def issue_link(*, person: User, purpose: str, subject: str = "", expires_at: datetime | None = None) -> str:
    """Returns the secret itself, 43 characters; it cannot be read again."""
    secret = secrets.token_urlsafe(32)
    SecretLink.objects.create(
        person=person, purpose=purpose, subject=subject, digest=_digest(secret), expires_at=expires_at
    )
    return secret


def read_link(secret: str, *, purpose: str) -> SecretLink | None:
    """The live link of that purpose whose person may still sign in; None for any other secret."""
    return (
        SecretLink.objects.filter(digest=_digest(secret), purpose=purpose, revoked_at=None, person__is_active=True)
        .filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
        .select_related("person")
        .first()
    )


def revoke_links(*, person: User, purpose: str | None = None, subject: str | None = None) -> int:
    """Ends the person's live links, all or those of a purpose and subject; returns how many ended."""
    links = SecretLink.objects.filter(person=person, revoked_at=None)
    if purpose is not None:
        links = links.filter(purpose=purpose)
    if subject is not None:
        links = links.filter(subject=subject)
    return links.update(revoked_at=timezone.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
