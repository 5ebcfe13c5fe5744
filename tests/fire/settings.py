"""Production as it is, but for static files, which nobody looks at here."""

from yankao.settings.production import *  # noqa: F403
from yankao.settings.production import DATABASES, STORAGES

DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 1  # a test does not wait five seconds
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
