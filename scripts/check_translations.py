"""Says which texts lack a translation: new ones, empty ones, doubtful ("fuzzy") ones, and wrong placeholders.

Looks for texts in a copy of the sources, so that nothing in the working tree changes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("rec_portal", "councils", "working_groups", "meetings", "templates", "locale", "manage.py")
LANGUAGES = ("ru",)
SHOWN = 40


def collect_texts(folder: Path) -> None:
    """Lets Django find every marked text of the sources and merge it into the copy's message files."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        elif source.exists():
            shutil.copy(source, folder / name)
    (folder / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", "makemessages", "--no-location", "--no-wrap"]
    command += [part for language in LANGUAGES for part in ("-l", language)]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rec_portal.settings.dev", "SECRET_KEY": "unused"}
    found = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if found.returncode:
        raise SystemExit(f"makemessages failed:\n{found.stdout}{found.stderr}")


def faults_of(language: str, folder: Path) -> list[str]:
    path = Path("locale") / language / "LC_MESSAGES" / "django.po"
    known = {_key(entry) for entry in polib.pofile(str(ROOT / path))} if (ROOT / path).exists() else set()
    found = [entry for entry in polib.pofile(str(folder / path)) if not entry.obsolete]
    faults = [f"not in {path}: {entry.msgid!r}" for entry in found if _key(entry) not in known]
    faults += [f"no translation: {entry.msgid!r}" for entry in found if _key(entry) in known and _empty(entry)]
    faults += [f"doubtful: {entry.msgid!r}" for entry in found if "fuzzy" in entry.flags and _key(entry) in known]
    return faults + _wrong_placeholders(ROOT / path)


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def _empty(entry: polib.POEntry) -> bool:
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return not all(texts) or not texts


def _wrong_placeholders(path: Path) -> list[str]:
    if not path.exists():
        return []
    command = ["msgfmt", "--check", "--output-file=/dev/null", str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stderr.splitlines() if answer.returncode else []


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        collect_texts(Path(folder))
        faults = [f"{language}: {fault}" for language in LANGUAGES for fault in faults_of(language, Path(folder))]
    print("\n".join(faults[:SHOWN]) or "Every text has its translations.")
    if len(faults) > SHOWN:
        print(f"... and {len(faults) - SHOWN} more")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
