"""Issue, read and revoke secret links."""

import hashlib
import secrets
from collections.abc import Sequence
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


def issue_links(purpose: str, wanted: Sequence[tuple[User, str, datetime | None]]) -> list[str]:
    """As `issue_link` for many (person, subject, expiry) at once; the secrets come in the same order."""
    made = [secrets.token_urlsafe(32) for _ in wanted]
    SecretLink.objects.bulk_create(
        SecretLink(person=person, purpose=purpose, subject=subject, digest=_digest(secret), expires_at=expires_at)
        for secret, (person, subject, expires_at) in zip(made, wanted, strict=True)
    )
    return made


def read_link(secret: str, *, purpose: str) -> SecretLink | None:
    """The live link of that purpose whose person may still sign in; None for any other secret."""
    return (
        SecretLink.objects.filter(digest=_digest(secret), purpose=purpose, revoked_at=None, person__is_active=True)
        .filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
        .select_related("person")
        .first()
    )


def ended_link(secret: str, *, purpose: str) -> SecretLink | None:
    """A link that was good once and has expired or been revoked, so that a page can say so to who holds it."""
    link = SecretLink.objects.filter(digest=_digest(secret), purpose=purpose, person__is_active=True).first()
    if link is None or (link.revoked_at is None and (link.expires_at is None or link.expires_at > timezone.now())):
        return None
    return link


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
