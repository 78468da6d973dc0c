"""Links that answer a poll end when a person gets another address."""

from typing import Any

from meetings.planning.choices import POLL_PURPOSE
from rec_portal.accounts.deeds import deed
from rec_portal.accounts.models import User
from rec_portal.accounts.services.secret_links import revoke_links


def end_poll_links(sender: Any, verb: str, person: User | None, **rest: Any) -> None:
    if verb == "person.address_changed" and person is not None:
        revoke_links(person=person, purpose=POLL_PURPOSE)


deed.connect(end_poll_links, dispatch_uid="poll_links_of_the_old_address")
