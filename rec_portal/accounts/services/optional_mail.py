"""Mail that a person may do without, and the address in each such mail that stops it with one press.

The address holds no row of its own: what it may do is so little (turn one kind of mail off or on) that a signature is
enough. It is bound to the person, the kind and the e-mail address, so it ends when the address changes.
"""

from functools import cache

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from rec_portal.accounts.models import User
from rec_portal.accounts.services.profile import change_profile

# What may be stopped: the word in the address, and the field of the person that says whether it is wanted.
OPTIONAL = {"reminders": "wants_reminders", "digest": "wants_digest"}
_PLACE = "here"


def stop_address(person: User, what: str) -> str:
    """The whole address of the page that stops `what`, one of OPTIONAL, for this person."""
    token = f"{what}.{person.public_id}.{_signature(person, what)}"
    return f"{settings.SITE_URL}{_page().replace(_PLACE, token)}"


def read_stop(token: str) -> tuple[User, str] | None:
    """Whose mail of which kind the token is about; None for one that was never made, or has ended."""
    what, _dot, rest = token.partition(".")
    public_id, _dot, signature = rest.partition(".")
    if what not in OPTIONAL or "\x00" in public_id:
        return None
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None or not constant_time_compare(signature, _signature(person, what)):
        return None
    return person, what


def choose_mail(*, person: User, what: str, wanted: bool) -> User:
    """The person's own choice, made by the address in their mail."""
    return change_profile(actor=person, person=person, **{OPTIONAL[what]: wanted})


@cache
def _page() -> str:
    """The page's address with `_PLACE` in it; looking it up anew for each of thousands of mails takes longer than all
    else here."""
    return reverse("accounts:optional_mail", args=[_PLACE])


def _signature(person: User, what: str) -> str:
    signed = salted_hmac(f"optional mail of {person.email}", f"{what}.{person.public_id}", algorithm="sha256")
    return signed.hexdigest()[:43]
