"""Production: everything that matters comes from the environment, and a missing or default secret stops the start."""

from django.core.exceptions import ImproperlyConfigured

from rec_portal.settings.base import *  # noqa: F403
from rec_portal.settings.base import REDIS_URL, SITE_URL, env

SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or "production-refuses" in SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be a random text of at least 50 characters of its own.")
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
if "postgresql" not in DATABASES["default"]["ENGINE"]:
    raise ImproperlyConfigured("Production runs on PostgreSQL.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must start with https:// in production.")

# Shared by all workers, so that a limit counts once for all of them; falls back to each worker's own memory when away.
CACHES = {"default": {"BACKEND": "rec_portal.foundation.cache.PatientRedisCache", "LOCATION": REDIS_URL}}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
LANGUAGE_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
