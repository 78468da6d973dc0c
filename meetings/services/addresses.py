"""What follows for meetings when a person gets another address."""

from typing import Any

from meetings.choices import POLL_PURPOSE, RSVP_PURPOSE
from rec_portal.accounts.deeds import deed
from rec_portal.accounts.models import User
from rec_portal.accounts.services.secret_links import revoke_links


def end_links_of_the_old_address(sender: Any, verb: str, person: User | None, **rest: Any) -> None:
    """Whoever has the old mailbox answers no more; the next mail brings a new link. The calendar address was never
    mailed, and stays."""
    if verb == "person.address_changed" and person is not None:
        for purpose in (RSVP_PURPOSE, POLL_PURPOSE):
            revoke_links(person=person, purpose=purpose)


deed.connect(end_links_of_the_old_address, dispatch_uid="links_of_the_old_address")
