"""What was done to an account, told to whoever listens above: the audit trail and the account mail."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import Signal

# Sent inside the transaction of the change with actor, verb, person, address, changes and reason; a listener that
# fails undoes the change.
deed = Signal()


def tell(
    *,
    actor: Any,
    verb: str,
    person: Any,
    address: str = "",
    changes: Sequence[dict[str, Any]] = (),
    reason: str = "",
) -> None:
    """`verb` is "person.<past participle>"; `actor` a User, or None for somebody unknown.

    `person` is None when nobody has the `address` that was typed; it is never kept in readable form.
    """
    deed.send(sender=tell, actor=actor, verb=verb, person=person, address=address, changes=list(changes), reason=reason)
