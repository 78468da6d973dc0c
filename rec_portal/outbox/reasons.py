"""Why a message did not go out, in sentences for the secretariat. Kept in English, shown in the reader's language."""

from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

INACTIVE = _("This person may no longer sign in.")
ADDRESS_REFUSED = _("The mail server refused this person's address before.")
TOO_LATE = _("The time in which this message made sense has passed.")
SUBJECT_GONE = _("What this message is about no longer exists.")
NOT_RENDERED = _("The text of the message could not be made.")
SERVER_AWAY = _("The mail server cannot be reached.")
BROKEN_BEFORE = _("The connection to the mail server broke before the text was sent.")
BROKEN_AFTER = _("The connection to the mail server broke after the text was sent. The message may have arrived.")
NOT_NOW = _("The mail server does not take the message now.")
NEVER = _("The mail server does not take the message.")
NO_SUCH_ADDRESS = _("The mail server says that the address does not exist.")
BAD_ADDRESS = _("The mail server cannot handle an address with these characters.")
CAME_BACK = _("The mail server took the message, but it came back undelivered.")
DELAYED = _("A mail server on the way has not delivered the message yet and goes on trying.")
WORKER_VANISHED = _("The worker stopped each time it was about to send this.")


def in_english(reason: Any) -> str:
    """The form in which a reason is kept."""
    with override("en"):
        return str(reason)[:300]


def in_words(kept: str) -> str:
    """A kept reason in the reader's language."""
    return gettext(kept) if kept else ""
