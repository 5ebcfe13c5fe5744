"""What every place of use shares; programmes are found, not listed."""

import os
from pathlib import Path

import django_stubs_ext

from .database import database_url, parse

django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("YANKAO_VAR", ROOT / "var"))


def programmes() -> list[str]:
    """Every folder chapters/*/* that declares a programme."""
    found = sorted((ROOT / "yankao" / "chapters").glob("*/*/programme.py"))
    return [".".join(path.parent.relative_to(ROOT).parts) for path in found]


DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
SECRET_KEY = os.environ.get("SECRET_KEY", "")

KERNEL = [
    "known", "people", "calendar", "geo", "text", "policy", "timeline", "cases", "ledgers",
    "tasks", "files", "notices", "checklists", "video", "search", "figures", "replies", "exchange",
    "programmes", "counter", "reports", "testing",
]  # fmt: skip

INSTALLED_APPS = [
    "yankao.kernel.ui",  # first: its templates stand before those of Django and allauth
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "django_filters",
    "procrastinate.contrib.django",
    *[f"yankao.kernel.{room}" for room in KERNEL],
    *programmes(),
]

MIDDLEWARE = [
    "yankao.kernel.programmes.measures.count_requests",
    "django.middleware.security.SecurityMiddleware",
    "yankao.kernel.ui.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "yankao.urls"
WSGI_APPLICATION = "yankao.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": [
                "template_partials.templatetags.partials",
                "yankao.kernel.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yankao.kernel.ui.pages.frame",
            ],
        },
    }
]

FORM_RENDERER = "yankao.kernel.ui.forms.Renderer"

DATABASES = {
    "default": {
        **parse(database_url()),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # a connection that a restart cut is not handed out
        "ATOMIC_REQUESTS": False,
    }
}
# After an outage the next request tries again at once, not when a growing pause has passed.
DATABASES["default"]["OPTIONS"]["pool"] = {
    "min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 2,
}  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "yankao.kernel.people.passwords.HouseWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "yankao.kernel.people.adapter.OfficialsOnly"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "研考 Yankao"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "繁體中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "yankao" / "locale"]
TIME_ZONE = "Asia/Taipei"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "files"
REPORT_FONTS = ROOT / "node_modules" / "@expo-google-fonts" / "noto-sans-tc"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_LONGEST, SESSION_IDLE = 8 * 3600, 3600  # seconds; watched in production
SECOND_FACTOR = "offered"
SECURITY_CONTACT = ""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "yankao@localhost")

CLAMAV_ADDRESS = os.environ.get("CLAMAV_ADDRESS", "")
# Tesseract, when it is installed; empty: pictures are looked at by people only.
OCR_COMMAND = os.environ.get("OCR_COMMAND", "tesseract")
SMS_GATEWAY_URL = os.environ.get("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = os.environ.get("SMS_GATEWAY_TOKEN", "")
LINE_ADDRESS = os.environ.get("LINE_ADDRESS", "https://api.line.me")
LINE_CHANNEL_TOKEN = os.environ.get("LINE_CHANNEL_TOKEN", "")
PUBLIC_ADDRESS = os.environ.get("PUBLIC_ADDRESS", "http://127.0.0.1:8000")
# Where pages hear what happens, such as /live/; empty: they ask every few seconds.
LIVE_ADDRESS = os.environ.get("LIVE_ADDRESS", "")

# How two pages of a video call find each other behind walls: addresses, separated by commas.
STUN_URLS = [url for url in os.environ.get("STUN_URLS", "").split(",") if url]
TURN_URLS = [url for url in os.environ.get("TURN_URLS", "").split(",") if url]
TURN_SECRET = os.environ.get("TURN_SECRET", "")

# The key by which push services know us; made when the file is missing. Empty: nothing is pushed.
PUSH_KEY_FILE = os.environ.get("PUSH_KEY_FILE", "")
PUSH_SERVICES = [  # of the browsers' makers; a subscription that names another host is refused
    "fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com",
]  # fmt: skip

METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
