"""Turns locale/*/LC_MESSAGES/*.po into the .mo files that Django reads; needs no gettext programs.

    python scripts/compile_messages.py [--force]

Unfinished ("fuzzy") translations are left out, as msgfmt does.
"""

import os
import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_all(folder: Path = LOCALE, force: bool = False) -> int:
    """Compiles what is missing or older than its source; returns how many files were written."""
    written = 0
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if force or not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            # Two runs may meet here: each writes its own file, and the last one takes the place.
            unfinished = target.with_name(f"{target.name}.{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(unfinished))
            unfinished.replace(target)
            written += 1
    return written


if __name__ == "__main__":
    print(f"{compile_all(force='--force' in sys.argv)} message files compiled")
