"""Second factors: their secrets are kept encrypted, so that a copy of the database alone opens nothing."""

import base64
import hashlib
import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)


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
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # Sealed with a key that is gone. A secret that nobody knows matches no code, so the door stays shut.
            logger.error("A second factor cannot be read: was SECRET_KEY changed without SECRET_KEY_FALLBACKS?")
            return generate_totp_secret()

    def _get_site_name(self) -> str:
        return "REC Portal"

    def generate_authenticator_name(self, user: object, type: str) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}
