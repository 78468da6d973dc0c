"""A developer's machine: SQLite unless told otherwise, mail on the console."""

from rec_portal.settings.base import *  # noqa: F403
from rec_portal.settings.base import INSTALLED_APPS, STORAGES, TEMPLATES, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="dev-only-key-that-production-refuses-to-start-with")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SECOND_FACTOR_REQUIRED = False
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
INSTALLED_APPS = ["whitenoise.runserver_nostatic", *INSTALLED_APPS]
TEMPLATES[0]["OPTIONS"]["loaders"] = [  # type: ignore[index]
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
