"""Production, with the run's own folder for static files and its own queue, so that no other worker hears its bell."""

from rec_portal.settings.prod import *  # noqa: F403
from rec_portal.settings.prod import env

STATIC_ROOT = f"{env.path('BENCH_FOLDER')}/static"
CELERY_TASK_DEFAULT_QUEUE = env.str("BENCH_QUEUE")
