"""One file of settings; every knob (`koppi.site.knobs`) comes from the environment and suits a laptop."""

import os
from urllib.parse import urlsplit

from koppi.site import env
from koppi.site.knobs import KNOBS
from koppi.site.logs import logging_config

ROOT = env.ROOT
K = env.read(KNOBS, os.environ)
if refusals := env.refusals(K):
    raise env.Unusable("\n".join(refusals))
PRODUCTION = K["KOPPI_ENV"] == "production"
TESTING = K["KOPPI_ENV"] == "test"

SECRET_KEY = K["KOPPI_SECRET_KEY"] or "only-for-trying-out"
SECRET_KEY_FALLBACKS = K["KOPPI_OLD_SECRET_KEYS"]
for key in ("KOPPI_AUDIT_KEY", "KOPPI_FIELD_KEY"):
    K[key] = K[key] or env.derived(SECRET_KEY, key)
K["KOPPI_PUBLIC_URL"] = K["KOPPI_PUBLIC_URL"].rstrip("/") or f"http://127.0.0.1:{K['KOPPI_PORT']}"
globals().update(K)  # so that an area reads settings.KOPPI_REASSESS_MONTHS

DATA = K["KOPPI_DATA"]
DEBUG = False
ALLOWED_HOSTS = K["KOPPI_HOSTS"] or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [K["KOPPI_PUBLIC_URL"]]
# The ladder of areas, highest first; pyproject.toml holds the same list as a contract.
LADDER = [
    "demo", "day", "overview", "editing", "my_data", "help_requests", "finding", "looks", "mapping",
    "welcome", "summary", "own_words", "services", "teams", "sharing", "families", "signin", "people",
    "drafts", "delivery", "due", "audit", "ui",
]  # fmt: skip
INSTALLED_APPS = [
    "koppi.site",
    *[f"koppi.{area}" for area in LADDER],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "koppi.site.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "koppi.site.headers.guarded",
    "koppi.site.keeping.pending.shut",
    "koppi.audit.middleware.denials",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "koppi.site.middleware.viewer",
    "koppi.signin.session.clock",
    "koppi.signin.session.second_factor",
    "koppi.site.middleware.gate",
    "koppi.site.middleware.one_look",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "koppi.ui.refusals.Refusals",
]
ROOT_URLCONF = "koppi.site.urls"
CSRF_FAILURE_VIEW = "koppi.ui.views.csrf_failure"

SQLITE = {
    "ENGINE": "koppi.site.sqlite",
    "NAME": DATA / "koppi.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    },
}
DATABASES = {
    "default": {
        **(env.database(K["KOPPI_DATABASE_URL"]) if K["KOPPI_DATABASE_URL"] else SQLITE),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0 if TESTING else 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "koppi.site.context.frame",
            ]
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "koppi" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

STATIC_URL = "/static/"
STATIC_ROOT = None if TESTING else DATA / "static"
WHITENOISE_USE_FINDERS = True
_STATIC = (
    "django.contrib.staticfiles.storage.StaticFilesStorage" if TESTING else "koppi.site.static.Collected"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC},
}
MEDIA_ROOT = DATA / "files"

DEFAULT_FROM_EMAIL = SERVER_EMAIL = K["KOPPI_MAIL_FROM"]
if K["KOPPI_SMTP_URL"]:
    globals().update(env.mail_server(K["KOPPI_SMTP_URL"]))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

# Sign-in
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"  # fast, and only where nothing is worth guarding
    if TESTING
    else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGIN_PATH = "/tili/login/"
ACCOUNT_ADAPTER = "koppi.signin.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "koppi.signin.adapter.SocialAdapter"
MFA_ADAPTER = "koppi.signin.adapter.FactorAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are given by the one who opens the account
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "koppi.signin.passkeys.PasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False


def _provider(whose, url, name, client, secret, **more):
    """Give the one entry of a sign-in from outside; none without its address."""
    if url:
        own = {"provider_id": whose, "name": name, "client_id": client, "secret": secret}
        yield own | {"settings": {"server_url": url, **more}}


SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            *_provider(
                "staff",
                K["KOPPI_OIDC_URL"],
                K["KOPPI_OIDC_NAME"],
                K["KOPPI_OIDC_CLIENT"],
                K["KOPPI_OIDC_SECRET"],
            ),
            *_provider(
                "family",
                K["KOPPI_FAMILY_OIDC_URL"],
                K["KOPPI_FAMILY_OIDC_NAME"],
                K["KOPPI_FAMILY_OIDC_CLIENT"],
                K["KOPPI_FAMILY_OIDC_SECRET"],
                scope=K["KOPPI_FAMILY_OIDC_SCOPE"].split(),
            ),
        ],
    }
}

# What browsers are told
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # A browser follows the form's redirects too, so the foreign sign-ins are named.
        "form-action": [
            "'self'",
            *(
                "{0.scheme}://{0.netloc}".format(urlsplit(K[url]))
                for url in ("KOPPI_OIDC_URL", "KOPPI_FAMILY_OIDC_URL")
                if K[url]
            ),
        ],
    }
}
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers send Origin: null with our own forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/"]
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-koppi" if PRODUCTION else "koppi"
CSRF_COOKIE_NAME = "__Host-koppi-csrf" if PRODUCTION else "koppi-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = K["KOPPI_SESSION_HOURS"] * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
LOGGING = logging_config(K["KOPPI_LOG_LEVEL"])
LOGGING_CONFIG = "logging.config.dictConfig"
