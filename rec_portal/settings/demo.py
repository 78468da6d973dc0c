"""The demo: one SQLite file, an embedded broker, mail that is kept and never sent. Never for real data."""

from pathlib import Path

from rec_portal.settings.base import *  # noqa: F403
from rec_portal.settings.base import CELERY_BEAT_SCHEDULE, VAR, env

DEBUG = False
SECRET_KEY = "demo-only-key-that-production-refuses-to-start-with"  # noqa: S105
ALLOWED_HOSTS = ["*"]
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.str('PORT', default='8000')}")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": env.str("DEMO_DATABASE", default=str(VAR / "demo/demo.sqlite3")),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DOCUMENT_ROOT = Path(env.str("DEMO_DOCUMENTS", default=str(VAR / "demo/documents")))
SECOND_FACTOR_REQUIRED = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
OUTBOX_KEEP_SECRET_LINKS = True
OUTBOX_TIME_TRAVEL = True
DEMO_PASSPHRASE = env.str("DEMO_PASSPHRASE", default="demo-only-passphrase")

BROKER_FOLDER = Path(env.str("DEMO_BROKER", default=str(VAR / "demo/broker")))
CELERY_BROKER_URL = "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(BROKER_FOLDER / "queue"),
    "data_folder_out": str(BROKER_FOLDER / "queue"),
    "processed_folder": str(BROKER_FOLDER / "processed"),
    "control_folder": str(BROKER_FOLDER / "control"),
    "store_processed": False,
}
for name in ("queue", "processed", "control"):
    (BROKER_FOLDER / name).mkdir(parents=True, exist_ok=True)
CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": min(entry["schedule"], 10.0)} for name, entry in CELERY_BEAT_SCHEDULE.items()
}
