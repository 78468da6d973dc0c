"""Secret links never reach a log: whatever follows their address is blanked."""

import logging
import re

SECRET_ADDRESS = re.compile(r"(/(?:rsvp|poll|calendar|invitation|password/reset/key|accounts/mail)/)[^/\s\"'?]+")


def mask_secret_links(text: str) -> str:
    return SECRET_ADDRESS.sub(r"\1…", text)


class MaskSecretLinks(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        masked = mask_secret_links(message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True
