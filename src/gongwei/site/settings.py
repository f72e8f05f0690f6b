"""Django's settings: every choice of the installation in one place."""

import json
import os
from pathlib import Path
from typing import Any

import pghistory
from csp.constants import NONE, SELF

from gongwei.site.databases import databases
from gongwei.site.home import home, secret

SITE = Path(__file__).resolve().parent

SECRET_KEY = secret("django_key")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GONGWEI_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
HTTPS = os.environ.get("GONGWEI_HTTPS") == "1"  # behind a proxy that ends TLS

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "gongwei.apps.places",
    "gongwei.apps.accounts",
    "gongwei.apps.people",
    "gongwei.apps.programs",
    "gongwei.apps.registries",
    "gongwei.apps.contracts",
    "gongwei.apps.planning",
    "gongwei.apps.joint_group",
    "gongwei.apps.activities",
    "gongwei.apps.desk",
    "gongwei.apps.reporting",
    "gongwei.apps.exchange",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "gongwei.site.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongwei.apps.accounts.middleware.NulMiddleware",
    "gongwei.apps.accounts.middleware.ContextMiddleware",
    "gongwei.apps.accounts.declared.DeclaredExports",
    "gongwei.apps.planning.middleware.SettledNumbers",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongwei.site.urls"
WSGI_APPLICATION = "gongwei.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongwei.site.frame.frame",
            ],
        },
    }
]

DATABASES = databases()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["gongwei.apps.accounts.hashing.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name")},
    },
    {"NAME": "gongwei.apps.accounts.passwords.NotUsedBefore"},
]
PASSWORD_DAYS = int(os.environ.get("GONGWEI_PASSWORD_DAYS", "0"))  # 0: a password does not grow old
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "gongwei.apps.accounts.adapter.ClosedSignup"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
# Axes counts failures, in the database, for all processes. A whole clinic signs in from one address at eight o'clock.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "600/m/ip"}
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "gongwei.apps.accounts.second_factor.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "gongwei.apps.accounts.second_factor.SignInCode",
    "reauthenticate": "gongwei.apps.accounts.second_factor.FreshCode",
}
MFA_TOTP_TOLERANCE = 1  # step of 30 seconds: a telephone's clock may be that far off (RFC 6238 section 5.2)
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow http for localhost alone
# Roles that work with a second factor only; a city may name others. `gongwei demo` names none, for itself alone.
SECOND_FACTOR_ROLES = frozenset(
    os.environ.get("GONGWEI_SECOND_FACTOR", "system_admin,security_admin,auditor,data_operator").split(",")
)

SESSION_ENGINE = "gongwei.apps.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # seconds from signing in, however busy somebody is
SESSION_IDLE_SECONDS = 60 * int(os.environ.get("GONGWEI_IDLE_MINUTES", "30"))
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "gongwei_session"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
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

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gongwei.site.statics.Remembering"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}}

PGHISTORY_APPEND_ONLY = False  # the roles' grants do it, for every path: see accounts.shield
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"
# History is looked up by the row it is of (pgh_obj) and read in order (pgh_id): indexes of its other keys would be
# written with every row and read by nobody.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_CONTEXT_FIELD = pghistory.ContextForeignKey(db_index=False)

PROCRASTINATE_DATABASE_ALIAS = "default"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

SECRETS = home() / "secrets.json"  # holds the keys of sealed fields: read again whenever it changes
FIELD_CIPHER = os.environ.get("GONGWEI_CIPHER", "aes")
TOKEN_KEY = bytes.fromhex(secret("token_key"))
PSEUDONYM_KEY = bytes.fromhex(secret("pseudonym_key"))
LAKE = home() / "lake"
# Where the head of the audit's chain is written down; the second place best lies on another machine.
AUDIT_HEADS = [home() / "audit-heads", *map(Path, filter(None, [os.environ.get("GONGWEI_AUDIT_HEADS")]))]

# The ways out for messages; an empty address: none is set up, and messages wait.
SMS_GATEWAY: dict[str, Any] = {
    "address": os.environ.get("GONGWEI_SMS_URL", ""),
    "key": os.environ.get("GONGWEI_SMS_KEY", ""),
    "to_field": os.environ.get("GONGWEI_SMS_TO", "phone"),
    "text_field": os.environ.get("GONGWEI_SMS_TEXT", "text"),
    "more": tuple(json.loads(os.environ.get("GONGWEI_SMS_MORE", "{}")).items()),
}
MAIL_SERVER: dict[str, Any] = {
    "host": os.environ.get("GONGWEI_SMTP_HOST", ""),
    "port": int(os.environ.get("GONGWEI_SMTP_PORT", "25")),
    "sender": os.environ.get("GONGWEI_MAIL_FROM", ""),
    "user": os.environ.get("GONGWEI_SMTP_USER", ""),
    "password": os.environ.get("GONGWEI_SMTP_PASSWORD", ""),
    "tls": os.environ.get("GONGWEI_SMTP_TLS") == "1",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "gongwei.site.logs.WithoutRows", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},
}
