"""Personal links end when a person gets another address: the old mailbox must not answer for them."""

from typing import Any

from meetings.invitations.choices import RSVP_PURPOSE
from rec_portal.accounts.deeds import deed
from rec_portal.accounts.models import User
from rec_portal.accounts.services.secret_links import revoke_links


def end_invitation_links(sender: Any, verb: str, person: User | None, **rest: Any) -> None:
    """The next mail brings a new link. The calendar address was never mailed, and stays."""
    if verb == "person.address_changed" and person is not None:
        revoke_links(person=person, purpose=RSVP_PURPOSE)


deed.connect(end_invitation_links, dispatch_uid="invitation_links_of_the_old_address")
