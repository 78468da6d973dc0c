"""The long fault runs, with their figures: `make soak`, or `python -m tests.soak [--quick] [scenario ...]`.

Each run makes a database of its own beside DATABASE_URL's, starts real workers, schedulers, a Redis server and a mail
server, hurts them, and counts what arrived. The last column says whether the promise was kept; so does the exit code.
"""

import argparse
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rec_portal.settings.test")
os.environ["TEST_DATABASE_SUFFIX"] = os.environ.get("TEST_DATABASE_SUFFIX", "") + "_soak"
HEAD = ("fault", "n", "messages", "lost", "extra", "seconds", "longest wait", "kept")
WIDTHS = (34, 5, 9, 5, 6, 8, 13, 6)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of each run, to see that everything works")
    parser.add_argument(
        "scenario", nargs="*", help="kills, redis, flushall, smtp, races, minutes; all of them by default"
    )
    options = parser.parse_args()
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from tests.soak import scenarios

    setup_test_environment(debug=False)
    old = setup_databases(verbosity=0, interactive=False)
    lines, began = [], time.monotonic()
    print_line(HEAD)
    try:
        for name, run in scenarios.ALL.items():
            if not options.scenario or name in options.scenario:
                for line in run(10 if options.quick else 1):
                    lines.append(line)
                    print_line(line.cells())
    finally:
        teardown_databases(old, verbosity=0)
    kept = all(line.kept for line in lines)
    print(f"\n{len(lines)} runs in {time.monotonic() - began:.0f} s: {'all promises kept' if kept else 'NOT ALL KEPT'}")
    return 0 if kept else 1


def print_line(cells: tuple[str, ...]) -> None:
    print("  ".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
