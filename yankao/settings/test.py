"""The tests' city: no network, no delays, everything in memory that may be."""

from .base import *  # noqa: F403
from .base import DATABASES, MIDDLEWARE, STORAGES, VAR

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO = False
MEDIA_ROOT = VAR / "test-files"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["OPTIONS"].pop("pool")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
OCR_COMMAND = ""  # what is read must not depend on the machine; its own tests ask for it
CALENDAR_RECHECK_SECONDS = float("inf")
