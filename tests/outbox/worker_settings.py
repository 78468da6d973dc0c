"""Settings of the real workers that tests start: the test's own database, queue and mail server, and a short lease."""

import os

from rec_portal.settings.test import *  # noqa: F403
from rec_portal.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["WORKER_MAIL_PORT"])
EMAIL_TIMEOUT = 2
# A worker that was killed is believed dead so many seconds later.
OUTBOX_LEASE_SECONDS = 3
CELERY_BROKER_URL = os.environ["WORKER_BROKER"]
CELERY_TASK_DEFAULT_QUEUE = os.environ["WORKER_QUEUE"]
CELERY_IMPORTS = ["tests.outbox.notices"]
CELERY_BEAT_SCHEDULE = {
    "send what is due": {"task": "outbox.send_due", "schedule": 1.0, "options": {"expires": 5}},
    "scheduler tick": {"task": "outbox.tick", "schedule": 1.0, "options": {"expires": 5}},
}
