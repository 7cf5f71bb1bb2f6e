"""Django's settings, read from the environment. README.md lists the variables; with none set this is development."""

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str, sentence: str) -> str:
    """Return an environment variable that production cannot do without."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {sentence}")
    return value


def development_secret(path: Path) -> str:
    """Return the secret kept in `path`, writing a new one first where there is none.

    Several processes may come here at once, so the file appears complete or not at all and the first one wins.
    """
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")  # readable by its owner only
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first
        finally:
            os.unlink(draft)
    return path.read_text()


def database(url: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for a `sqlite:` or `postgres:` URL; a relative SQLite path is under BASE_DIR."""
    config = environ.Env.db_url_config(url)
    options = config.setdefault("OPTIONS", {})
    engine = config.get("ENGINE")
    if engine == "django.db.backends.sqlite3":
        if config["NAME"] != ":memory:":
            config["NAME"] = str(BASE_DIR / config["NAME"])
        # IMMEDIATE takes the one writer's lock at the start of a transaction: deferred ones fail as "locked" when two
        # of them want to write. FULL syncs each commit to disk: a head of the log that someone noted must still be
        # there after a power failure, as it is on PostgreSQL.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "cached_statements": 512,  # a command alone has some fifty, and pages have theirs
            # 64 MB of cache: with the 2 MB that SQLite takes by itself a long log's triggers are several times slower.
            # A write-ahead log of 64 MB instead of 4. A command writes some fifty pages, many of which the next ones
            # write again: the less often they go to the file the cheaper it is, by a quarter compared with 16 MB.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
                " PRAGMA wal_autocheckpoint=16000"
            ),
            **options,
        }
    elif engine == "django.db.backends.postgresql":
        options.setdefault("connect_timeout", 10)
        # The few dozen statements of a command are planned once a connection, not once a command.
        options.setdefault("prepare_threshold", 5)
        for name in sorted({"isolation_level", "server_side_binding"} & options.keys()):
            # Who has waited for the log's lock must see what was recorded meanwhile; statements are prepared by `log`.
            raise ImproperlyConfigured(f"DATABASE_URL must not set {name}: the log needs PostgreSQL's own default.")
        config |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:// or postgres://.")
    # The lock of the log lasts as long as the transaction: one command, never a whole request.
    return config | {"ATOMIC_REQUESTS": False}


ENVIRONMENT = os.environ.get("DEMARCHE_ENV") or "development"
if ENVIRONMENT not in ("development", "production"):
    raise ImproperlyConfigured(f"DEMARCHE_ENV is {ENVIRONMENT!r}: set it to development or production.")
PRODUCTION = ENVIRONMENT == "production"

# Development shows what production shows; errors go to the console with their traceback.
DEBUG = False

if PRODUCTION:
    SECRET_KEY = required("SECRET_KEY", "give production a long random value of its own, at least 50 characters.")
    hosts = required("ALLOWED_HOSTS", "list the host names that production answers to, separated by commas.")
else:
    SECRET_KEY = os.environ.get("SECRET_KEY") or development_secret(BASE_DIR / ".secret_key")
    hosts = os.environ.get("ALLOWED_HOSTS") or "127.0.0.1,localhost"
ALLOWED_HOSTS = [host.strip() for host in hosts.split(",") if host.strip()]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "rest_framework",
    "django_filters",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "incidents",
]

MIDDLEWARE = [
    "incidents.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL") or "sqlite:///db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("id", "Bahasa Indonesia")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
if PRODUCTION:
    STATIC_ROOT = BASE_DIR / "staticfiles"
else:
    WHITENOISE_USE_FINDERS = True  # served from where they lie: development needs no collectstatic
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "incidents.admin.commands.drafts.csrf_failure"  # keeps what was typed

if PRODUCTION:
    # gunicorn listens on this machine only: the proxy before it ends TLS and must set this header itself.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # probes ask gunicorn itself
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True

REST_FRAMEWORK = {
    # Closed until a view opens itself.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "incidents.api.authentication.ByToken",
        "incidents.api.authentication.BySession",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["incidents.api.bodies.JsonBody"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "incidents.api.schema.views.OperationSchema",
    "EXCEPTION_HANDLER": "incidents.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,  # `format` is a parameter of exports
    # Whose requests are counted: the address the last proxy saw. Without a proxy, X-Forwarded-For is what anybody says.
    "NUM_PROXIES": 1 if PRODUCTION else 0,
}

# Tokens of programs: our own table in the place of knox's.
KNOX_TOKEN_MODEL = "incidents.Token"
MIGRATION_MODULES = {"knox": None}

# Requests a minute from one address without signing in, in each process; 0 for no limit.
rate = os.environ.get("DEMARCHE_ANONYMOUS_RATE") or "1200"
if not rate.isdecimal():
    raise ImproperlyConfigured(f"DEMARCHE_ANONYMOUS_RATE is {rate!r}: give a number of requests a minute, or 0.")
DEMARCHE_ANONYMOUS_RATE = int(rate)
# Bytes of a request's body at most. A form sends a paste of 2 MB as up to three times as many; it gets its answer on
# its field, with what was typed kept.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000

SPECTACULAR_SETTINGS = {
    "TITLE": "Demarche",
    "DESCRIPTION": "Diplomatic incidents: who did and said what to whom, by which sources, now and as of any day.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "POSTPROCESSING_HOOKS": ["incidents.api.schema.hooks.complete"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers speak only while DEBUG is on, or by mail.
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Anybody can send a wrong Host header; it is answered with 400, a traceback each time says no more.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "incidents": {"level": "INFO"},
    },
}

# A record is reviewed by somebody who has not worked on it. An administrator may waive this; the log then says so.
DEMARCHE_FOUR_EYES = os.environ.get("DEMARCHE_FOUR_EYES", "on").lower() not in ("0", "off", "false", "no")
