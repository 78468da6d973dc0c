"""Production, with its collected static files beside the other things of the run."""

from rec_portal.settings.prod import *  # noqa: F403
from rec_portal.settings.prod import env

STATIC_ROOT = f"{env.path('BENCH_FOLDER')}/static"
