"""What a container asks itself: `python deploy/healthcheck.py web|worker|beat`. Ends with 0 when all is well."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

BEAT_SCHEDULE = Path(os.environ.get("BEAT_SCHEDULE", "/tmp/beat-schedule"))  # noqa: S108 - the container's own memory
# Beat writes its schedule after each task it sends, the most frequent one every 15 s.
BEAT_SILENCE_SECONDS = 120


def web() -> bool:
    port = os.environ.get("WEB_PORT", "8000")
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        return answer.status == 200


def worker() -> bool:
    command = [sys.executable, "-m", "celery", "-A", "rec_portal", "inspect", "ping", "--timeout", "5"]
    node = f"celery@{os.uname().nodename}"
    return subprocess.run([*command, "--destination", node], capture_output=True, check=False).returncode == 0


def beat() -> bool:
    written = [path.stat().st_mtime for path in BEAT_SCHEDULE.parent.glob(BEAT_SCHEDULE.name + "*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENCE_SECONDS


CHECKS = {"web": web, "worker": worker, "beat": beat}


if __name__ == "__main__":
    try:
        sys.exit(0 if CHECKS[sys.argv[1]]() else 1)
    except OSError as error:
        sys.exit(str(error))
