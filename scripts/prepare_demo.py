"""Makes what the demo needs before it starts, each thing only when it is missing or its sources changed.

The data set is made under another name and takes its place when it is complete, so that a start that was cut off
leaves no half of one.
"""

import hashlib
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def fingerprint(files: Iterable[Path]) -> str:
    """Changes when a file comes, goes or is written; reads no content, since it runs at every start."""
    digest = hashlib.sha256()
    for path in sorted(files):
        state = path.stat()
        digest.update(f"{path.relative_to(ROOT)}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


SOURCES: dict[str, Callable[[], list[Path]]] = {
    "messages": lambda: [*ROOT.glob("locale/*/LC_MESSAGES/*.po")],
    "static": lambda: [path for path in ROOT.glob("static/**/*") if path.is_file()],
    "migrations": lambda: [*ROOT.glob("*/migrations/*.py"), *ROOT.glob("rec_portal/*/migrations/*.py")],
}


def stale_parts(marks: Path, database: Path) -> list[str]:
    """What has to be made again; "data" when there is no data set at all."""
    try:
        known = json.loads(marks.read_text())
    except (OSError, ValueError):
        known = {}
    stale = [name for name, files in SOURCES.items() if known.get(name) != fingerprint(files())]
    if not (ROOT / "staticfiles" / "staticfiles.json").exists() and "static" not in stale:
        stale.append("static")
    return stale if database.exists() else [*stale, "data"]


def remember(marks: Path) -> None:
    marks.write_text(json.dumps({name: fingerprint(files()) for name, files in SOURCES.items()}))


def discard(database: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def make(parts: list[str], database: Path) -> None:
    """Runs in a process of its own (it loads Django), so that an ordinary start need not."""
    if "messages" in parts:
        from compile_messages import compile_all

        compile_all(ROOT / "locale")
    if "data" in parts:
        unfinished = database.with_name(database.name + ".part")
        discard(unfinished)
        shutil.rmtree(os.environ["DEMO_DOCUMENTS"], ignore_errors=True)  # no row speaks of what lies there
        _run_commands(unfinished, ["migrate"], ["seed_rec"], ["seed_demo"])
        _close_database()
        shutil.move(unfinished, database)
    elif "migrations" in parts:
        _run_commands(database, ["migrate"])
    if "static" in parts:
        _run_commands(database, ["collectstatic", "--noinput", "--clear"])


def _run_commands(database: Path, *commands: list[str]) -> None:
    os.environ["DEMO_DATABASE"] = str(database)
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    for command in commands:
        call_command(*command, verbosity=0, stdout=io.StringIO())


def _close_database() -> None:
    """Folds the write-ahead log into the file, so that the file alone is the data set."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


if __name__ == "__main__":
    make(sys.argv[2:], Path(sys.argv[1]))
