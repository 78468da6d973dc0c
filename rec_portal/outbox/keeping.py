"""What is kept of a mail: the message as sent, with its personal links blanked."""

import hashlib
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from rec_portal.outbox.composing import Composed
from rec_portal.outbox.models import KeptWords

BLANK = "…"


class Keeper:
    """Made for one worker's round of sending; remembers for so long where each text is kept."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, str], int] = {}

    def fields_of(self, composed: Composed) -> dict[str, Any]:
        """The row's fields that keep the message. To be asked before it is sent: a fault here must not come after."""
        letter, rendered = composed.letter, composed.rendered
        text, html, fills = letter.text, letter.html, dict(letter.fills)
        calendar = letter.calendar.content.decode("utf-8", "replace") if letter.calendar else ""
        if rendered.personal:
            with override(composed.language):
                text, html, fills = gettext("The text of a personal summary is not kept."), "", {}
        secrets = [secret for secret in (*rendered.secrets, rendered.stop_address) if secret]
        if secrets and not settings.OUTBOX_KEEP_SECRET_LINKS:
            fills = {mark: BLANK if part in secrets else part for mark, part in fills.items()}
            unfilled = [secret for secret in secrets if secret not in letter.fills.values()]
            text, html = _blanked(text, unfilled), _blanked(html, unfilled)
            # A calendar file breaks long lines: only the joined lines show a link whole.
            calendar = _blanked(calendar.replace("\r\n ", "").replace("\r\n\t", ""), secrets)
        return {
            "to_address": letter.to,
            "language": composed.language,
            "mail_subject": letter.subject,
            "mail_calendar": calendar,
            "words": self._key_of(text, html) if fills else KeptWords.objects.create(text=text, html=html).pk,
            "filled": fills,
        }

    def let_go(self, kept: dict[str, Any]) -> None:
        """Of a letter that is written anew at its next try: a text of its own is not to stay behind each time."""
        KeptWords.objects.filter(pk=kept["words"], digest=None).delete()

    def _key_of(self, text: str, html: str) -> int:
        key = self._keys.get((text, html))
        if key is None:
            digest = hashlib.sha256(f"{len(text)}:{text}{html}".encode()).hexdigest()
            row, _made = KeptWords.objects.get_or_create(digest=digest, defaults={"text": text, "html": html})
            key = self._keys[text, html] = row.pk
        return key


def _blanked(content: str, secrets: list[str]) -> str:
    for secret in secrets:
        content = content.replace(secret, BLANK)
    return content
