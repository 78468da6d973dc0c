"""The hook for a virus scanner. It fails closed: a scanner that is set up and does not answer lets nothing pass."""

import logging
import subprocess
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from rec_portal.foundation.refusals import InvalidInput

logger = logging.getLogger(__name__)

# The harmless text that every scanner must report; in two parts, so that no scanner reports this file.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLEAN, FOUND = 0, 1


def scan(path: Path) -> bool:
    """True when a scanner found nothing, False when none is set up; raises InvalidInput otherwise.

    DOCUMENT_SCANNER is the dotted path of a function that takes the file's path and returns whether it is clean;
    DOCUMENT_SCANNER_COMMAND a program that gets the path as its last argument and ends with 0 for clean, 1 for a find
    (as clamdscan does) and anything else for trouble.
    """
    if not settings.DOCUMENT_SCANNER and not settings.DOCUMENT_SCANNER_COMMAND:
        return False
    try:
        clean = _ask_function(path) and _ask_command(path)
    except Exception as trouble:
        # Whatever went wrong, an unscanned file is not let in where scanning is wanted.
        logger.exception("The scanner of uploaded files does not work.")
        raise InvalidInput(
            _("The file could not be checked for viruses. Please try again later or tell the secretariat."),
            field="file",
        ) from trouble
    if not clean:
        logger.warning("The scanner refused an uploaded file.")
        raise InvalidInput(_("The virus scanner refused this file. It was not kept."), field="file")
    return True


def no_test_virus(path: Path) -> bool:
    """A scanner that knows the EICAR test text alone: for trying the hook, no protection against anything."""
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(1024 * 1024):
            if EICAR in before + chunk:
                return False
            before = chunk[-len(EICAR) :]
    return True


def _ask_function(path: Path) -> bool:
    return not settings.DOCUMENT_SCANNER or bool(import_string(settings.DOCUMENT_SCANNER)(path))


def _ask_command(path: Path) -> bool:
    if not settings.DOCUMENT_SCANNER_COMMAND:
        return True
    command = [*settings.DOCUMENT_SCANNER_COMMAND, str(path)]
    # The operator's own program and a path of our own making; no shell takes part.
    ended = subprocess.run(command, capture_output=True, timeout=settings.DOCUMENT_SCANNER_SECONDS, check=False)  # noqa: S603
    if ended.returncode not in (CLEAN, FOUND):
        raise RuntimeError(f"the scanner ended with {ended.returncode}")
    return ended.returncode == CLEAN
