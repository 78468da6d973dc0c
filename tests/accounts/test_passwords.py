import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rec_portal.accounts.models import User

PERSON = User(email="aida.sample@example.org", name="Aida Samplebekova", job_title="Deputy head of department")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "My uncle rides a grey donkey",
        "вчера шёл тихий снег",
        "x7#kQ9!mZ2$vB5&nL8",
        "the secretariat of blue elephants",
        "a" * 7 + " b" * 4 + "zwölf Kamele" * 2,
    ],
)
def test_good_ones_pass(password: str) -> None:
    validate_password(password, PERSON)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("four short cats", None),
        ("only fourteen!", "short"),
        ("x9 " * 43, "At most 128"),
        ("passwordpassword", "easy to guess"),
        ("Password1234567", "easy to guess"),
        ("P@ssw0rd!!!!!!!!!", "easy to guess"),
        ("sunshine-princess", "easy to guess"),
        ("iloveyou iloveyou", "easy to guess"),
        ("qwertyuiopasdfgh", "easy to guess"),
        ("123456789012345", "easy to guess"),
        ("987654321987654321", "easy to guess"),
        ("йцукенгшщзхъфыва", "easy to guess"),
        ("aaaaaaaaaaaaaaaaa", "easy to guess"),
        ("abcabcabcabcabcabc", "easy to guess"),
        ("recportal2026!!!", "portal's own words"),
        ("Tashkent secretariat", "portal's own words"),
        ("aida.sample@example.org", "similar"),
        ("AidaSamplebekova", "similar"),
    ],
)
def test_poor_ones_are_refused_with_the_reason(password: str, why: str | None) -> None:
    if why is None:
        validate_password(password, PERSON)
        return
    with pytest.raises(ValidationError) as refused:
        validate_password(password, PERSON)
    assert why in " ".join(refused.value.messages)


def test_argon2id_keeps_them() -> None:
    from django.contrib.auth.hashers import make_password
    from django.test import override_settings

    from rec_portal.settings import base

    with override_settings(PASSWORD_HASHERS=base.PASSWORD_HASHERS):
        assert make_password("correct horse battery staple").startswith("argon2$argon2id$")
