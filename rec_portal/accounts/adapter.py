"""What the portal decides differently from allauth: nobody signs up, attempts are counted our way, our own words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rec_portal.accounts import throttle
from rec_portal.accounts.deeds import tell
from rec_portal.accounts.models import User

NOTE_THROTTLING_EVERY = 10 * 60


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts. Wait ten minutes, or set a new password by mail."),
        "rate_limited": _("Too many attempts. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: people are appointed."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        login = credentials.get("email", "")
        self._attempt = throttle.attempt(request, login)
        if self._attempt is None:
            self._note_throttling(login)
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._attempt or []:
            usage.rollback()

    def _note_throttling(self, login: str) -> None:
        """Told once per account and while; every refused attempt would let a stranger fill the audit trail."""
        mark = salted_hmac("throttled", login.lower()).hexdigest()
        if cache.add(f"throttled:{mark}", True, NOTE_THROTTLING_EVERY):
            with transaction.atomic():
                person = User.objects.filter(email=login.lower()).first()
                tell(actor=None, verb="person.sign_in_throttled", person=person, address=login)

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        response = super().post_login(request, user, **options)
        throttle.remember_device(request, response, user.email)
        return response

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """By the signed-in person, or by somebody who holds a link from a mail."""
        own = self.request is not None and self.request.user.is_authenticated
        user.set_password(password)
        user._history_user = user  # type: ignore[attr-defined]
        user.save(update_fields=["password", "updated_at"])
        if self.request is not None:
            throttle.forgive(self.request, user.email)
        verb = "person.password_changed" if own else "person.password_reset"
        tell(actor=user if own else None, verb=verb, person=user)

    def unknown_address(self, address: str) -> None:
        """Asked for a new password for an address that nobody has; overridden where mail is known."""

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Mail leaves only through the outbox, which overrides the two calls that the portal uses."""
        raise NotImplementedError(f"No way to send {template_prefix} past the outbox.")

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **options: Any) -> None:
        raise NotImplementedError(f"No way to send {template_prefix} past the outbox.")
