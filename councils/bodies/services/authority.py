"""The question every service of this room asks before it changes anything."""

from typing import Any

from django.db.models import Model

from rec_portal.foundation import policy
from rec_portal.foundation.refusals import NotAllowed


def insist(actor: Any, action: str, row: Model) -> None:
    """Raises NotAllowed unless `actor` may do `action` on `row` now; None is the portal itself.

    The grants are read again: asked after a lock, the answer counts what was decided while waiting for it.
    """
    if actor is None:
        return
    policy.Access.forget(actor)
    if not policy.can(actor, action, row):
        raise NotAllowed
