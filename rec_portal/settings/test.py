"""The test run: PostgreSQL and Redis as in production, quick password hashing, mail kept in memory."""

from rec_portal.settings.base import *  # noqa: F403
from rec_portal.settings.base import STORAGES, VAR, env

DEBUG = False
SECRET_KEY = "test-only-key-that-production-refuses-to-start-with"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://postgres@127.0.0.1:5432/postgres")}
# Two runs on one machine keep out of each other's way by a suffix. SQLite stays in memory: a name would be a file here.
if DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": "test_rec_portal" + env.str("TEST_DATABASE_SUFFIX", default="")}
DOCUMENT_ROOT = VAR / f"test-documents{env.str('TEST_DATABASE_SUFFIX', default='')}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
SECOND_FACTOR_REQUIRED = False
ACCOUNT_RATE_LIMITS = False
