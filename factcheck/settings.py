"""Every setting, in one file. What may differ between machines comes from the environment."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32

from csp.constants import NONE, SELF

from factcheck import clock, openapi
from factcheck import environment as env
from factcheck.celery import app as celery_app

ROOT = Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

# ------------------------------------------------------------------ what differs between machines

DEBUG = env.flag("FACTCHECK_DEBUG", default=False)
ALLOWED_HOSTS = env.words("FACTCHECK_ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
BASE_URL = env.web_address("FACTCHECK_BASE_URL", "http://127.0.0.1:8000")
SECURE_SITE = BASE_URL.startswith("https://")
LOOPBACK_SITE = urlsplit(BASE_URL).hostname in {"127.0.0.1", "localhost", "::1"}
SECRET_KEY = env.secret_key(
    "FACTCHECK_SECRET_KEY", ROOT / "var" / "secret_key", open_to=LOOPBACK_SITE
)
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{ROOT}/var/factcheck.sqlite3")}
PROXIES = int(env.number("FACTCHECK_PROXIES", 0, least=0, most=9))
REDIS_URL = env.redis_address("REDIS_URL", "redis://127.0.0.1:6379/0")
JOB_LEASE = env.number("FACTCHECK_JOB_LEASE", 30, least=1, most=3600)
SWEEP_SECONDS = env.number("FACTCHECK_SWEEP_SECONDS", 2, least=0.2, most=60)
SCORER = env.scorer("FACTCHECK_SCORER", "minilm")
SCORER_MODEL = env.scorer_model("FACTCHECK_SCORER_MODEL", scorer=SCORER)
SCORER_KEY = env.scorer_key("FACTCHECK_SCORER_KEY", scorer=SCORER)
CHECKPOINTS = env.checkpoints(ROOT / "var")
PRIVATE_ADDRESSES = env.networks("FACTCHECK_PRIVATE_ADDRESSES")
EXPORTS = Path(env.text("FACTCHECK_EXPORTS", str(ROOT / "var" / "exports")))

# ------------------------------------------------------------------ the house

INSTALLED_APPS = [
    "frontend",  # first: its templates come before those of the libraries
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "annotations",
    "api",
]

MIDDLEWARE = [
    "api.metrics.MeasuringMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "frontend.middleware.SameForAllMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "frontend.middleware.ActorMiddleware",
    "api.limits.RateLimitMiddleware",
    "factcheck.lengths.LengthMiddleware",
]

ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.desk",
            ]
        },
    }
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# An article has at most a million characters, and a bulk request a thousand articles.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

# ------------------------------------------------------------------ files

STATIC_URL = "/static/"
# Served from where they lie, so that nothing has to be collected before the first page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# ------------------------------------------------------------------ people

AUTH_USER_MODEL = "annotations.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "frontend.accounts.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Behind a proxy, sign-in limits count the reader's address, not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
vars().update(env.mail("EMAIL_URL"))
SENDS_MAIL = bool(env.text("EMAIL_URL", ""))
DEFAULT_FROM_EMAIL = env.text("FACTCHECK_MAIL_FROM", "factcheck@localhost")

# Sessions are rows: the desk works while Redis is down.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ------------------------------------------------------------------ safety

SESSION_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_SSL_REDIRECT = SECURE_SITE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$", r"^readyz$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
# Other hosts of the same domain are not ours to speak for.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# ------------------------------------------------------------------ jobs

# Whatever reads these settings can nudge: the application is there from now on.
celery_app.set_default()
CELERY_BROKER_URL = REDIS_URL
# Two desks on one Redis leave each other's jobs alone.
CELERY_TASK_DEFAULT_QUEUE = f"factcheck-{crc32(str(DATABASES['default']['NAME']).encode()):08x}"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 2,
    "visibility_timeout": 600,
    "max_retries": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # their leases guard them
# Both before the queue gives a message to another worker.
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 570
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = clock.schedule(SWEEP_SECONDS)

# ------------------------------------------------------------------ the API

# Our own model takes the place of knox's table, which is not made.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "annotations.Token"  # noqa: S105 - the name of a model
RATE = env.per_minute("FACTCHECK_RATE", 6_000)
RATE_ANONYMOUS = env.per_minute("FACTCHECK_RATE_ANONYMOUS", 600)
REST_KNOX = {"TOKEN_PREFIX": "fcheck_", "TOKEN_TTL": timedelta(days=90)}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.TokenAuthentication",
        "api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.IsActor"],
    "DEFAULT_THROTTLE_CLASSES": ["api.limits.Rate"],
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "DEFAULT_RENDERER_CLASSES": ["api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.NewestFirst",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.answer",
    "PAGE_SIZE": 50,
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = openapi.SETTINGS

# ------------------------------------------------------------------ the log

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "annotations": {"level": "INFO"},
        "celery": {"level": "WARNING"},
    },
}
