"""Django settings. Whatever differs between installations comes from the environment, set by the supervisor."""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from psycopg.conninfo import conninfo_to_dict

from entrepot.store import dsn

PACKAGE = Path(__file__).resolve().parent.parent

# ---- who may knock ---------------------------------------------------------------------------------------------------
DEBUG = False
# No key in the environment: no installation, so nothing is signed that outlives the process.
SECRET_KEY = os.environ.get("ENTREPOT_SECRET_KEY") or os.urandom(32).hex()
ALLOWED_HOSTS = [host for host in os.environ.get("ENTREPOT_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("ENTREPOT_ORIGINS", "").split(",") if origin]
# Behind https the cookies are for https alone; a laptop serves plain http on the loopback address.
_HTTPS = bool(CSRF_TRUSTED_ORIGINS) and all(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None

# ---- what is in the house --------------------------------------------------------------------------------------------
ENTREPOT_STATION = os.environ.get("ENTREPOT_STATION", "practice")
OWN_APPS = [
    "entrepot.store",
    "entrepot.shell",
    "entrepot.modules.parties",
    "entrepot.modules.catalogue",
    "entrepot.modules.exchange",
    "entrepot.modules.trade",
    "entrepot.modules.ledgers",
    "entrepot.modules.declarations",
    "entrepot.modules.logistics",
    "entrepot.modules.warehouses",
    "entrepot.modules.market_procurement",
    "entrepot.modules.pilot_zones",
    "entrepot.modules.marketing",
    "entrepot.modules.quality",
    "entrepot.modules.payments",
    "entrepot.modules.finance",
    "entrepot.modules.academy",
    "entrepot.modules.insights",
    "entrepot.project.portal",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",  # code only, no tables: routers.py
    "django.contrib.auth",  # the same
    "django_htmx",
    "template_partials",
    *OWN_APPS,
]
MIDDLEWARE = [
    "entrepot.project.api.lane.ProgramsLane",
    "entrepot.shell.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "entrepot.shell.uploads.UploadLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "entrepot.modules.parties.web.middleware.ReaderMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "entrepot.shell.errors.TooManyTriesPage",
]
ROOT_URLCONF = "entrepot.project.urls"
WSGI_APPLICATION = "entrepot.project.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "entrepot.shell.context.frame",
            ],
        },
    },
]

# ---- people ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["entrepot.modules.parties.web.backend.PartiesBackend"]
SESSION_ENGINE = "entrepot.modules.parties.web.sessions"
LOGIN_URL = "shell:sign-in"
CSRF_FAILURE_VIEW = "entrepot.shell.errors.csrf_failed"

# ---- the database: one alias a role (docs/decisions/0003) ------------------------------------------------------------


def _database(variable: str) -> dict[str, Any]:
    """A Django database from the connection string in `variable`; without one, every query fails with its name."""
    parts = {key: str(value) for key, value in conninfo_to_dict(os.environ.get(variable, "")).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", f"{variable} is not set"),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "OPTIONS": parts,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(dsn.WEB), "owner": _database(dsn.OWNER)}
DATABASE_ROUTERS = ["entrepot.project.routers.OwnTablesOnly"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- languages, time, files ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("简体中文"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # days are counted as the customs count them
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
TEST_RUNNER = ""  # pytest alone, on databases made by tests/conftest.py

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ENTREPOT_LOG_LEVEL", "WARNING")},
}
