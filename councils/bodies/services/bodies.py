"""Setting up bodies and their seats."""

from django.db import transaction
from django.utils.translation import gettext as _

from councils.bodies.choices import BodyKind
from councils.bodies.models import Body
from councils.bodies.services.authority import insist
from councils.bodies.services.grants import open_offices
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed


@transaction.atomic
def create_body(*, actor: User | None, kind: str, slug: str, parent: Body | None = None, **texts: object) -> Body:
    """Creates a body below `parent` with the groups of its offices; only the portal itself founds a council.

    `texts` are the other fields of Body: names, mandates, letter, order, time zone.
    """
    if parent is None:
        if actor is not None or kind != BodyKind.COUNCIL:
            raise NotAllowed
    else:
        insist(actor, "administer", parent)
    body = Body(kind=kind, slug=slug, parent=parent, council=parent and (parent.council or parent), **texts)
    changes = store(body, actor=actor)
    open_offices(body)
    if actor is not None:
        policy.Access.forget(actor)
    record(actor=actor, verb="body.created", target=body, root_id=body.pk, changes=changes, for_members=True)
    return body


@transaction.atomic
def set_representation(
    *, actor: User, body: Body, version: int, least_seats: int | None, least_share: int | None
) -> Body:
    """Says how many deciding seats must be there, and how large a part of them in per cent; None asks for nothing."""
    body = lock(body, version)
    insist(actor, "administer", body)
    if least_share is not None and not 1 <= least_share <= 100:
        raise InvalidInput(_("The share lies between 1 and 100 per cent."), field="least_share")
    body.least_seats, body.least_share = least_seats, least_share
    if changes := store(body, actor=actor):
        record(
            actor=actor,
            verb="body.representation_set",
            target=body,
            root_id=body.pk,
            changes=changes,
            for_members=True,
        )
    return body


@transaction.atomic
def let_observers_propose(*, actor: User, body: Body, allowed: bool) -> Body:
    """Says whether observers may propose agenda items; for whoever runs the body."""
    body = lock(body)
    insist(actor, "run", body)
    body.observers_propose = allowed
    if changes := store(body, actor=actor):
        record(
            actor=actor,
            verb="body.proposals_changed",
            target=body,
            root_id=body.pk,
            changes=changes,
            for_members=True,
        )
    return body
