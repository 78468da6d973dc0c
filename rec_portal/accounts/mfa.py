"""Second factors: their secrets are kept encrypted, so that a copy of the database alone opens nothing."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def _keys() -> MultiFernet:
    """The present SECRET_KEY first, then older ones: a secret can still be read after the key was changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factors:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Recovery codes need a second factor first. Set up an app or a passkey."),
        "incorrect_code": _("This code is not right. Codes change every 30 seconds: type the one that shows now."),
    }

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "REC Portal"

    def generate_authenticator_name(self, user: object, type: str) -> str:
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}
