"""Password rules beyond Django's own."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128
CONTEXT_WORDS = ("regional expert council", "rec portal", "recportal", "tashkent", "secretariat")


class LongestPasswordValidator:
    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("At most %(count)d characters.") % {"count": LONGEST}, code="too_long")

    def get_help_text(self) -> str:
        return _("At most %(count)d characters.") % {"count": LONGEST}


class ContextWordsValidator:
    """Words anyone would try first against this portal."""

    def validate(self, password: str, user: Any = None) -> None:
        folded = password.casefold()
        rest = folded
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if rest != folded and len(rest.strip()) < 8:
            raise ValidationError(_("Too easy to guess: it is made of the portal's own words."), code="context")

    def get_help_text(self) -> str:
        return _("Do not build it from the portal's own words.")
