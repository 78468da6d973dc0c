"""Mail about accounts: links to set a password, and notices that something about a sign-in changed.

A link that sets a password is made only at the moment of sending, so no row ever holds one that works.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rec_portal.accounts.adapter import AccountAdapter as BaseAdapter
from rec_portal.accounts.deeds import deed, tell
from rec_portal.accounts.models import User
from rec_portal.foundation import spelling
from rec_portal.foundation.text import one_line, unlinked
from rec_portal.outbox import bell, queue
from rec_portal.outbox.notices import Rendered, register

NEW_PASSWORD = "accounts.new_password"  # noqa: S105 - the name of a kind of mail
WELCOME = "accounts.welcome"
NOTICE = "accounts.notice"
# A link asked for in a hurry is no use tomorrow; a welcome may wait for a mail server that is away.
LINK_WAITS = timedelta(hours=1)
WELCOME_WAITS = timedelta(days=14)
NOTICE_WAITS = timedelta(days=3)

# The verb of a deed, or allauth's name of a notice -> what happened, in words.
HAPPENED = {
    "person.password_changed": _("Your password was changed."),
    "person.password_reset": _("Your password was set anew by a link in a mail."),
    "mfa/email/totp_activated": _("An authenticator app was added as your second factor."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed as your second factor."),
    "mfa/email/webauthn_added": _("A passkey was added."),
    "mfa/email/webauthn_removed": _("A passkey was removed."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made. The old ones no longer work."),
    "person.factors_removed": _("An administrator removed your second factor. Your next sign-in sets up a new one."),
    "person.address_changed": _("An administrator made this the address that you sign in with."),
}
# Told by the deed itself, in the transaction of the change.
TOLD_BY_DEED = frozenset({"account/email/password_changed", "account/email/password_reset"})
DONE_BY_ONESELF = frozenset({"person.password_changed", "person.password_reset"})


class AccountAdapter(BaseAdapter):
    """allauth's mail, as rows of the outbox."""

    def send_password_reset_mail(self, user: User, email: str, context: Any) -> None:
        with transaction.atomic():
            queue.put(user, [_link_mail(NEW_PASSWORD, user, LINK_WAITS)], root_id=None)
            tell(actor=None, verb="person.password_asked", person=user)

    def unknown_address(self, address: str) -> None:
        """Does the same work as for a known address, so that both take as long, but keeps no mail."""
        with transaction.atomic():
            with transaction.atomic():
                nobody = User(pk=0)
                queue.put(nobody, [_link_mail(NEW_PASSWORD, nobody, LINK_WAITS)], root_id=None)
                transaction.set_rollback(True)
            tell(actor=None, verb="person.password_asked", person=None, address=address)
            transaction.on_commit(bell.wake, robust=True)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        if app_settings.EMAIL_NOTIFICATIONS and template_prefix not in TOLD_BY_DEED:
            with transaction.atomic():
                put_notice(user, template_prefix, **_whence())


def put_welcome(person: User) -> None:
    """Invites a new person to set a first password; in the transaction that made them a member."""
    queue.put(person, [_link_mail(WELCOME, person, WELCOME_WAITS)], root_id=None)


def put_notice(person: User, happened: str, *, ip: str = "", agent: str = "") -> None:
    """Tells the person what happened to their account, and from where; `happened` is a key of HAPPENED."""
    now = timezone.now()
    payload = {"happened": happened, "at": now.isoformat(), "ip": ip, "agent": agent}
    mail = queue.Planned(NOTICE, person, not_after=now + NOTICE_WAITS, occasion=secrets.token_hex(8), payload=payload)
    queue.put(person, [mail], root_id=None)


def _link_mail(kind: str, person: User, waits: timedelta) -> queue.Planned:
    return queue.Planned(kind, person, not_after=timezone.now() + waits, occasion=secrets.token_hex(8))


def _tell_of_deed(sender: Any, verb: str, person: User | None, **rest: Any) -> None:
    if person is not None and verb in HAPPENED:
        put_notice(person, verb, **(_whence() if verb in DONE_BY_ONESELF else {}))


def _whence() -> dict[str, str]:
    """Network address and browser of the running request, so that the owner can tell a stranger's hand."""
    request = context.request
    if request is None:
        return {}
    adapter = get_adapter()
    return {"ip": adapter.get_client_ip(request), "agent": adapter.get_http_user_agent(request)[:200]}


class _AccountNotice:
    def load(self, message: Any) -> User | None:
        return User.objects.filter(public_id=message.subject_id).first()

    def unwanted(self, message: Any, subject: User, now: datetime) -> str | None:
        return None if subject.is_active else gettext("This person may no longer sign in.")

    def render(self, message: Any, subject: User) -> Rendered:
        raise NotImplementedError


class LinkNotice(_AccountNotice):
    """A link that sets a password: `template` is a folder of subject, text and HTML in templates/emails/accounts/."""

    def __init__(self, template: str) -> None:
        self.template = template

    def render(self, message: Any, subject: User) -> Rendered:
        token = default_token_generator.make_token(subject)
        key = f"{user_pk_to_url_str(subject)}-{token}"
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": key.partition("-")[0], "key": token})
        hours = settings.PASSWORD_RESET_TIMEOUT // 3600
        shown = {"link": settings.SITE_URL + path, "hours": hours}
        return _rendered(self.template, subject, shown, personal=(token,))


class ChangeNotice(_AccountNotice):
    def render(self, message: Any, subject: User) -> Rendered:
        payload = message.payload
        shown = {
            "happened": HAPPENED[payload["happened"]],
            "when": spelling.moment(datetime.fromisoformat(payload["at"]), subject.time_zone),
            "ip": payload.get("ip", ""),
            # Whoever made the request wrote this; it must not become a link in a mail about safety.
            "agent": unlinked(one_line(payload.get("agent", ""))),
            "link": settings.SITE_URL + reverse("account_reset_password"),
        }
        return _rendered("notice", subject, shown)


def _rendered(template: str, person: User, shown: dict[str, Any], personal: tuple[str, ...] = ()) -> Rendered:
    shown |= {"name": unlinked(one_line(person.name)), "email": person.email, "site": settings.SITE_URL}
    subject, text, html = (
        render_to_string(f"emails/accounts/{template}_{part}", shown).strip()
        for part in ("subject.txt", "text.txt", "message.html")
    )
    return Rendered(subject=subject, text=text + "\n", html=html, secrets=personal)


register(NEW_PASSWORD, LinkNotice("new_password"), _("Link to set a new password"))
register(WELCOME, LinkNotice("welcome"), _("Welcome, with a link to set a password"))
register(NOTICE, ChangeNotice(), _("Notice about a sign-in"))
deed.connect(_tell_of_deed, dispatch_uid="account_mail")
