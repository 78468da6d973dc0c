"""The forms of signing in, in the portal's own words and shape, and the profile form."""

import time
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from rec_portal.accounts.models import User
from rec_portal.foundation import zones
from rec_portal.foundation.forms import LineField, PortalForm, VersionedForm

PASSWORD_HINT = _("At least 15 characters. Four words that only you would put together are easy to remember.")
# A code counts once. It could be typed again while a step either way is accepted, so it is remembered for all of them.
CODE_LIVES = 3 * 30


class Plain:
    """Takes away what repeats the label, and uses the portal's labels and hints."""

    use_required_attribute = False
    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, field.help_text)


class LoginForm(Plain, account.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password")}
    hints = {"password": ""}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}
    hints = {"password": ""}


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }
    hints = {"oldpassword": "", "password1": PASSWORD_HINT}


class NewPasswordForm(Plain, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password again")}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}

    def save(self, request: HttpRequest, **options: Any) -> str:
        """The same work for an address that nobody has, so that neither words nor waiting tell which ones exist."""
        if not self.users:
            get_adapter().unknown_address(self.cleaned_data["email"])
            return self.cleaned_data["email"]
        return super().save(request, **options)


class CodeOnce:
    labels = {"code": _("Code")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        person = self.user  # type: ignore[attr-defined]
        if not cache.add(f"factor-code:{person.pk}:{code}", time.time(), CODE_LIVES):
            raise ValidationError(_("This code was used already. Wait for the next one."), code="used")
        return code


class FactorForm(CodeOnce, Plain, factor.AuthenticateForm):
    """The second step of signing in: a code of the app, or a recovery code."""


class FactorAgainForm(CodeOnce, Plain, factor.ReauthenticateForm):
    pass


class ActivateAppForm(CodeOnce, Plain, totp.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}


class AddPasskeyForm(Plain, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name of this device"), "passwordless": _("Sign in with it alone, without a password")}
    hints = {"passwordless": _("The device then asks for your finger, face or PIN.")}


class RenamePasskeyForm(Plain, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name of this device")}


def language_choices() -> list[tuple[str, str]]:
    """Each language by its own name, as its readers know it."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class ProfileForm(VersionedForm):
    name = LineField(max_length=120, label=_("Name"))
    job_title = LineField(max_length=160, label=_("Position"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=language_choices, help_text=_("Of the portal's pages and of your mail.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("All times are shown in it, with other cities beside.")
    )
    wants_reminders = forms.BooleanField(
        label=_("Remind me of meetings by mail, a week, a day and an hour before"), required=False
    )
    wants_digest = forms.BooleanField(
        label=_("Every Monday morning, send me what the week brings: meetings, answers and actions of mine"),
        required=False,
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = zones.zone_choices()
        if person.time_zone not in dict(choices):
            choices = [(person.time_zone, zones.city(person.time_zone)), *choices]
        self.fields["time_zone"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(PortalForm):
    reason = LineField(max_length=200, label=_("Reason"), help_text=_("Kept in the history."))


class AddressForm(VersionedForm):
    email = forms.EmailField(label=_("New e-mail address"), max_length=254)
