"""Grants by hand, for the rare case that no office covers: each says why and until when, and is in the history."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councils.bodies.grants import PERMISSIONS
from councils.bodies.models import Body, BodyUserGrant
from councils.bodies.services.authority import insist
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput

LONGEST = timedelta(days=366)
# Whoever may do anything with a body must know that it exists.
BASE = "list_body"


@transaction.atomic
def grant_by_hand(
    *, actor: User | None, body: Body, person: User, permission: str, reason: str, expires_at: datetime
) -> BodyUserGrant:
    """Gives `person` one of `grants.PERMISSIONS` on `body` until `expires_at`; again, it replaces reason and expiry."""
    body, person = lock(body), lock(person)
    insist(actor, "administer", body)
    now = timezone.now()
    if permission not in dict(PERMISSIONS):
        raise InvalidInput(_("Choose one of the rights."), field="permission")
    if not reason.strip():
        raise InvalidInput(_("Say why; the reason stays in the history."), field="reason")
    if not now < expires_at <= now + LONGEST:
        raise InvalidInput(_("The end must lie ahead, within a year."), field="expires_at")
    for codename in {BASE, permission}:
        grant = _write(actor, body, person, codename, reason.strip(), expires_at)
        if codename == permission:
            wanted = grant
    policy.Access.forget(person)
    changes = [{"field": permission, "old": None, "new": f"{person}, {expires_at.isoformat()}"}]
    record(actor=actor, verb="grant.given", target=body, root_id=body.pk, changes=changes, reason=reason.strip())
    return wanted


@transaction.atomic
def revoke_hand_grant(*, actor: User | None, grant: BodyUserGrant, reason: str) -> None:
    """Takes the grant back at once; the last one of a person on a body takes the knowledge of the body along."""
    body, person = lock(grant.content_object), lock(grant.user)
    insist(actor, "administer", body)
    if not reason.strip():
        raise InvalidInput(_("Say why; the reason stays in the history."), field="reason")
    codename = grant.permission.codename
    mine = BodyUserGrant.objects.filter(user=person, content_object=body)
    mine.filter(permission=grant.permission_id).delete()
    if not mine.exclude(permission__codename=BASE).exists():
        mine.delete()
    policy.Access.forget(person)
    changes = [{"field": codename, "old": str(person), "new": None}]
    record(actor=actor, verb="grant.revoked", target=body, root_id=body.pk, changes=changes, reason=reason.strip())


def _write(
    actor: User | None, body: Body, person: User, codename: str, reason: str, expires_at: datetime
) -> BodyUserGrant:
    permission = Permission.objects.get(
        content_type__app_label="councils", content_type__model="body", codename=codename
    )
    grant = BodyUserGrant.objects.filter(user=person, content_object=body, permission=permission).first()
    grant = grant or BodyUserGrant(user=person, content_object=body, permission=permission)
    grant.reason, grant.expires_at, grant.granted_by = reason, expires_at, actor
    grant.save()
    return grant
