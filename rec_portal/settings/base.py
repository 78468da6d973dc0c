"""Settings shared by every environment. Each environment file imports all of this and says only what differs."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "guardian",
    "simple_history",
    "django_htmx",
    # The portal, lowest room first: a room may import only those above it in this list.
    "rec_portal.foundation",
    "rec_portal.accounts",
    "rec_portal.audit",
    "rec_portal.workflow",
    "rec_portal.outbox",
    "councils",
    "working_groups",
    "meetings",
    "rec_portal.dashboard",
    "rec_portal.search",
    "rec_portal.access",
    "rec_portal.health",
    "rec_portal.seeds",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rec_portal.foundation.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "rec_portal.accounts.middleware.SecondFactorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "rec_portal.accounts.middleware.PersonMiddleware",
]

ROOT_URLCONF = "rec_portal.urls"
WSGI_APPLICATION = "rec_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rec_portal.foundation.context.portal",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "rec_portal.foundation.templatetags.portal",
            ],
        },
    }
]

FORM_RENDERER = "rec_portal.foundation.forms_renderer.PortalRenderer"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}")}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
# How long a migration waits for a table that somebody else holds (foundation/management/commands/migrate.py).
MIGRATION_LOCK_TIMEOUT_SECONDS = env.int("MIGRATION_LOCK_TIMEOUT_SECONDS", default=5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
# Counts failed sign-ins and remembers used codes; nothing else may rest on it. One process needs no server for that.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal"}}

# Sign-in: one path (allauth). Guardian's own calls are not asked at run time, so its backend is not listed.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rec_portal.accounts.backend.AccountBackend"]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "job_title")},
    },
    {"NAME": "rec_portal.accounts.passwords.CommonWordsValidator"},
    {"NAME": "rec_portal.accounts.passwords.LongestPasswordValidator"},
    {"NAME": "rec_portal.accounts.passwords.ContextWordsValidator"},
]
# A link to set a new password is made when its mail is sent, and works for this long.
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
ACCOUNT_ADAPTER = "rec_portal.outbox.account_mail.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Addresses are given by the secretariat and live in User.email alone; allauth's own table of addresses stays empty.
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "rec_portal.accounts.forms.LoginForm",
    "change_password": "rec_portal.accounts.forms.ChangePasswordForm",
    "reset_password": "rec_portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "rec_portal.accounts.forms.NewPasswordForm",
    "reauthenticate": "rec_portal.accounts.forms.ReauthenticateForm",
}
# Failed sign-ins are counted in three ways so that nobody can lock somebody else out, see accounts/throttle.py.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/10m/ip,5/5m/key",
    "login_failed_anywhere": "100/h/key",
    "login_failed_known_device": "10/10m/key",
    "reset_password": "20/h/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
# How many proxies stand before the portal and append to X-Forwarded-For; 0 takes the peer's own address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "rec_portal.accounts.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "REC Portal"
# One step of 30 seconds either way, for telephones whose clock is a little off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "rec_portal.accounts.forms.FactorForm",
    "reauthenticate": "rec_portal.accounts.forms.FactorAgainForm",
    "activate_totp": "rec_portal.accounts.forms.ActivateAppForm",
    "add_webauthn": "rec_portal.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "rec_portal.accounts.forms.RenamePasskeyForm",
}
USERSESSIONS_TRACK_ACTIVITY = False
# A person without a second factor sees only the page that sets one up.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)

SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its backend is left out on purpose, see above

LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["rec_portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rec_portal.foundation.static_files.KeptStaticFilesStorage"},
}

# What people upload, and what the portal makes of it: outside of everything that a web server serves.
DOCUMENT_ROOT = Path(env.str("DOCUMENT_ROOT", default=str(VAR / "documents")))
DOCUMENT_LARGEST = env.int("DOCUMENT_LARGEST_MB", default=100) * 1024 * 1024
# An office file is an archive: so many parts, and so much unpacked, are the most that one may have.
DOCUMENT_MOST_ENTRIES = 4000
DOCUMENT_LARGEST_UNPACKED = 400 * 1024 * 1024
# A scanner as a function (dotted path) or a program (the path of the file is added); see files/scanning.py.
DOCUMENT_SCANNER = env.str("DOCUMENT_SCANNER", default="")
DOCUMENT_SCANNER_COMMAND = env.list("DOCUMENT_SCANNER_COMMAND", default=[])
DOCUMENT_SCANNER_SECONDS = 60
# A board pack is held in memory while it is made: a longer paper is named in it, to be downloaded by itself.
PACK_LARGEST_PAPER = env.int("PACK_LARGEST_PAPER_MB", default=50) * 1024 * 1024
PACK_LARGEST = env.int("PACK_LARGEST_MB", default=80) * 1024 * 1024
PACK_MOST_PAGES = 3000
PACK_LEASE_SECONDS = 180
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail leaves only through the outbox; EMAIL_URL says how.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://localhost:1025")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="REC Portal <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
OUTBOX_LEASE_SECONDS = 3 * EMAIL_TIMEOUT + 30
# Only the demo keeps personal links readable under /mail/; elsewhere they are blanked before a message is stored.
OUTBOX_KEEP_SECRET_LINKS = False
# The "send what is due as of" button: demo only.
OUTBOX_TIME_TRAVEL = False

CELERY_BROKER_URL = REDIS_URL
# Each task is a sweep that the scheduler repeats, so none need be brought again; and a worker that wants to acknowledge
# a task after its connection was lost does not survive that (decision 0119).
CELERY_TASK_ACKS_LATE = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# Beat writes its schedule file after every task it sends, so that the file's age tells whether it lives.
CELERY_BEAT_SYNC_EVERY = 1
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# "max_retries" concerns a page that rings the bell: it must not wait six seconds for a broker that is away.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE = {
    "send what is due": {"task": "outbox.send_due", "schedule": 15.0, "options": {"expires": 15}},
    "overdue actions": {"task": "meetings.remind_of_overdue_actions", "schedule": 3600.0, "options": {"expires": 3600}},
    "weekly summaries": {"task": "meetings.plan_weekly_summaries", "schedule": 3600.0, "options": {"expires": 3600}},
    "silent records": {"task": "meetings.adopt_silent_records", "schedule": 60.0, "options": {"expires": 60}},
    "build waiting board packs": {"task": "meetings.build_packs", "schedule": 30.0, "options": {"expires": 30}},
    "scheduler tick": {"task": "outbox.tick", "schedule": 30.0, "options": {"expires": 30}},
    "draft the meetings of series": {"task": "meetings.draft_series", "schedule": 3600.0, "options": {"expires": 3600}},
}

# No inline script or style, nothing from elsewhere, anywhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rec_portal.foundation.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask_secret_links": {"()": "rec_portal.foundation.logs.MaskSecretLinks"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask_secret_links"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # It tells of each table of each font that a PDF embeds.
    "loggers": {"fontTools": {"level": "WARNING"}},
}
