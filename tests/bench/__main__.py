"""`make bench`: the table of speed and size, each figure beside its floor from the same run.

    python -m tests.bench [--only pages,mail,...] [--port 8180]

Takes PostgreSQL from DATABASE_URL and Redis from REDIS_URL; makes databases of its own there and drops them. Ends with
an error when a target is missed, after the whole table is printed.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.bench import mail_part, packs_part, pages_part, stage
from tests.bench.table import Figure, missed, render

PARTS = {"pages": pages_part.figures, "mail": mail_part.figures, "packs": packs_part.figures}


def main() -> int:
    options = argparse.ArgumentParser(description="The performance table.")
    options.add_argument("--only", default=",".join(PARTS), help="parts to measure, with commas between")
    options.add_argument("--port", type=int, default=8180, help="the first of ten ports on the loopback")
    chosen = options.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(143))
    started = time.monotonic()
    figures: list[Figure] = []
    try:
        run([PARTS[name] for name in chosen.only.split(",")], chosen.port, figures)
    finally:
        # What was measured before something broke is worth reading too.
        print(f"\n{render(figures)}\n\nTook {time.monotonic() - started:.0f} s.")
    failures = missed(figures)
    if failures:
        print(f"Missed: {'; '.join(figure.name for figure in failures)}")
    return 1 if failures else 0


def run(parts: list, port: int, figures: list[Figure]) -> None:
    """Adds to `figures` part after part, and says under what circumstances."""
    servers_url = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
    redis_url = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/8"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rec-bench-", ignore_cleanup_errors=True)))
        the_stage = stage.Stage(folder, servers_url, redis_url, port)
        stack.callback(the_stage.close)
        began = circumstances(servers_url)
        try:
            for part in parts:
                figures.extend(part(the_stage, stack))
        except Exception:
            print(the_stage.last_words(), file=sys.stderr)
            raise
    print(f"{began}; load {load()} at the end.")
    print(NOTES)


def circumstances(servers_url: str) -> str:
    told = ", ".join(f"{name} {value}" for name, value in stage.server_settings(servers_url).items())
    return f"PostgreSQL {told}.\n{os.cpu_count()} processors; load {load()} at the start"


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


NOTES = """\
CPU a request: processor time of the web workers, not of the database. Floor: a bare Django view with the same session
check, one query and as many bytes. Figures are medians, ratios medians of the ratios round by round.
Mail: the relay is a small program of this run on the loopback, without TLS; it answers 250 when the message is synced
to the disk. The floor sends the same letters by smtplib over as many connections. Both rates are printed.\
"""


if __name__ == "__main__":
    sys.exit(main())
