"""One file of settings; every knob comes from the environment (`KOPPI_…`) and has a default for a laptop."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("KOPPI_DATA", ROOT / "var"))
SECRET_KEY = os.environ.get("KOPPI_SECRET_KEY", "only-for-trying-out")
DEBUG = False
ALLOWED_HOSTS = ["*"]
# The ladder of areas, highest first; pyproject.toml holds the same list as a contract.
LADDER = [
    "demo", "day", "overview", "editing", "finding", "mapping", "summary", "own_words", "services", "teams",
    "sharing", "families", "signin", "people", "drafts", "delivery", "due", "audit", "ui",
]
INSTALLED_APPS = [
    *[f"koppi.{area}" for area in LADDER],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "koppi.site.urls"
AUTH_USER_MODEL = "people.Account"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "koppi.sqlite3",
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "koppi" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
