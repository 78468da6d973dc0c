from cryptography.fernet import Fernet
from django.test import override_settings

from rec_portal.accounts.mfa import MFAAdapter


def test_what_is_sealed_can_be_read_and_differs_each_time() -> None:
    adapter = MFAAdapter()
    first, second = adapter.encrypt("SECRET"), adapter.encrypt("SECRET")
    assert first != second
    assert "SECRET" not in first
    assert adapter.decrypt(first) == adapter.decrypt(second) == "SECRET"


def test_an_older_key_still_reads() -> None:
    with override_settings(SECRET_KEY="the old key"):
        sealed = MFAAdapter().encrypt("SECRET")
    with override_settings(SECRET_KEY="the new key", SECRET_KEY_FALLBACKS=["the old key"]):
        assert MFAAdapter().decrypt(sealed) == "SECRET"


def test_what_cannot_be_read_matches_nothing() -> None:
    with override_settings(SECRET_KEY="a key that is gone"):
        sealed = MFAAdapter().encrypt("SECRET")
    first, second = MFAAdapter().decrypt(sealed), MFAAdapter().decrypt(sealed)
    assert len(first) == 32
    assert first != second
    assert MFAAdapter().decrypt(Fernet.generate_key().decode()) not in ("", "SECRET")
