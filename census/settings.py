"""Settings. Everything that differs between installations comes from the environment.

``CENSUS_ENV`` is ``demo`` (the default: one machine, SQLite, a broker made of files), ``test`` or ``production``.
Whatever is written goes under ``VAR`` inside the project folder unless an address says otherwise.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from census import connections, logs, production

django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

CENSUS_ENV = env.str("CENSUS_ENV", "demo")
if CENSUS_ENV not in ("demo", "test", "production"):
    raise ImproperlyConfigured(f"CENSUS_ENV is {CENSUS_ENV!r}: use demo, test or production.")
IN_PRODUCTION = CENSUS_ENV == "production"

VAR = Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve()
if not IN_PRODUCTION:
    VAR.mkdir(parents=True, exist_ok=True)

# --- Core -----------------------------------------------------------------------------------------------------------

SERVICE_NAME = "Census collection portal"
SECRET_KEY = env.str("SECRET_KEY", production.DEMO_SECRET)
# Ed25519 key (base64) that receipts are signed with. Outside production one is made under VAR.
COLLECT_RECEIPT_KEY = env.str("COLLECT_RECEIPT_KEY", "")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [] if IN_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
ROOT_URLCONF = "census.urls"
WSGI_APPLICATION = "census.wsgi.application"
ASGI_APPLICATION = "census.asgi.application"
# Where the system pages (Django's admin) stand; they exist for DfE's system staff only.
ADMIN_PATH = env.str("ADMIN_PATH", "system/").strip("/") + "/"
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "census",
    "accounts",
    "collect",
    "rulechanges",
    "reference",
    "validation",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "census.middleware.RequestSizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "census.middleware.NoStoreMiddleware",
    "census.middleware.RequestLogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.middleware.IdleMiddleware",
    "accounts.middleware.SecondStepMiddleware",
    # After the two above: a page is closed unless its view says @login_not_required.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.portal",
            ],
        },
    }
]
# Forms come out as GOV.UK components from templates/django/forms.
FORM_RENDERER = "census.forms.GovukRenderer"

# --- Database, broker, cache ----------------------------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{VAR / 'census.sqlite3'}")
DATABASES: dict[str, dict[str, Any]] = {"default": connections.database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = env.str("BROKER_URL", "filesystem://")
BROKER_FOLDER = VAR / "broker"
CACHE_URL = env.str("CACHE_URL", BROKER_URL if connections.is_redis(BROKER_URL) else "")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "census.fallback_cache.FallbackCache",
            "LOCATION": CACHE_URL,
            "KEY_PREFIX": "census",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
        if CACHE_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

CELERY_BROKER_URL = BROKER_URL
if connections.is_filesystem(BROKER_URL):
    CELERY_BROKER_TRANSPORT = connections.FILE_BROKER
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    connections.filesystem_transport(BROKER_FOLDER)
    if connections.is_filesystem(BROKER_URL)
    # Longer than any task may run, so that no message is handed out twice while its worker is still at it.
    else {"visibility_timeout": 900, "socket_connect_timeout": 5, "socket_timeout": 30}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True  # the job table is what people see; nothing waits for a task's result
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_LOST_WAIT = 1.0  # seconds until a process that was killed is not waited for any more
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_SOFT_TIME_LIMIT = env.int("TASK_SOFT_SECONDS", 240)
CELERY_TASK_TIME_LIMIT = env.int("TASK_HARD_SECONDS", 300)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_RESULT_SERIALIZER = "json"
CELERY_TASK_DEFAULT_QUEUE = "census"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # Picks up what has waited or run too long: the broker only rings the bell, the job table is the truth.
    "sweep": {"task": "collect.tasks.sweep", "schedule": timedelta(seconds=10), "options": {"expires": 30}},
    # Changes of rules whose time has come, and previews that were dropped.
    "rule-changes": {
        "task": "rulechanges.tasks.follow_up",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 30},
    },
    "accounts": {"task": "accounts.tasks.sweep", "schedule": timedelta(seconds=30), "options": {"expires": 60}},
    # People who no longer sign in, and the yearly checks of people. At night (UTC), when nobody waits for the workers.
    "accounts-daily": {"task": "accounts.tasks.daily", "schedule": crontab(hour=3, minute=20)},
}
DJANGO_STRUCTLOG_CELERY_ENABLED = True

# --- Files ----------------------------------------------------------------------------------------------------------

MEDIA_ROOT = env.str("FILES_DIR", str(VAR / "files"))
FILE_UPLOAD_TEMP_DIR = env.str("UPLOAD_TEMP_DIR", str(VAR / "uploads"))
if not IN_PRODUCTION:
    Path(FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "collect.uploading.TidyTemporaryFiles",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
MAX_REQUEST_BYTES = env.int("MAX_REQUEST_BYTES", 201 * 1024 * 1024)  # the largest file, 200 MB, and the form around it
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", "")  # host:port of a clamd; empty: files are not scanned, and it is said so

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_DIR", str(VAR / "static")))
if not IN_PRODUCTION:
    STATIC_ROOT.mkdir(exist_ok=True)  # empty: whitenoise warns where it is missing
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not IN_PRODUCTION  # the demo serves static files without a collectstatic
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IN_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["census.formats"]

# --- Sign-in --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
# Off: everybody signs in through the provider named below.
PASSWORD_SIGN_IN = env.bool("PASSWORD_SIGN_IN", True)
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend" if PASSWORD_SIGN_IN else "accounts.backends.ProviderOnly"
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60

# A code by e-mail, for who cannot use password or passkey; a second step is asked for all the same.
ACCOUNT_LOGIN_BY_CODE_ENABLED = PASSWORD_SIGN_IN
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 12}  # long, because asking for one has no limit: see accounts/limits.py
# How often something may be tried; accounts/limits.py says why, and holds what the library does not know.
WRONG_PASSWORDS_OF_AN_ADDRESS = 200  # a minute; more, and each account has one try from there
ACCOUNT_RATE_LIMITS = {
    "login": "",  # counts those who get in as well
    "login_failed": "5/5m/key",  # of an account, also of its second step; given back where it was right
    "request_login_code": "",
    "reset_password": "200/m/ip,5/m/key",
    "reset_password_from_key": "200/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": ""}  # a passkey cannot be guessed
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an approver makes the account; the person sets a password by e-mail
ACCOUNT_EMAIL_NOTIFICATIONS = True
# On, so that the same is done for an address that nobody has; the adapter sees to it that nothing is sent there.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SERVICE_NAME}: "
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Approvers and DfE sign in with a second step. The demo does without unless asked: it then says how to set one up.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", IN_PRODUCTION)
# Before approving, authorising, changing access and downloading pupils' data.
CONFIRM_IDENTITY = env.bool("CONFIRM_IDENTITY", True)
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IN_PRODUCTION else "http"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "request_login_code": "accounts.forms.RequestCodeForm",
    "confirm_login_code": "accounts.forms.EmailedCodeForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "accounts.forms.AppForm",
    "add_webauthn": "accounts.forms.KeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = PASSWORD_SIGN_IN
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are vouched for by the approver who made the account
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION
MFA_RECOVERY_CODES_SHOW_ONCE = False

# An OpenID Connect provider to sign in with, DfE Sign-in for instance. It makes no accounts: people are known by the
# address that it says is verified.
OIDC_ISSUER = env.str("OIDC_ISSUER", "").rstrip("/")
OIDC_NAME = env.str("OIDC_NAME", "DfE Sign-in")
OIDC_ACR = env.str("OIDC_ACR", "")  # the strength of sign-in to ask for and to insist on
SOCIALACCOUNT_ADAPTER = "accounts.provider.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "provider",
                    "name": OIDC_NAME,
                    "client_id": env.str("OIDC_CLIENT_ID"),
                    "secret": env.str("OIDC_CLIENT_SECRET"),
                    "settings": {
                        "server_url": OIDC_ISSUER,
                        "auth_params": {"acr_values": OIDC_ACR} if OIDC_ACR else {},
                    },
                }
            ],
        }
    }
    if OIDC_ISSUER
    else {}
)

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_MINUTES = 60
IDLE_MINUTES_DFE = 20  # DfE staff see every pupil in the country

EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if IN_PRODUCTION
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Census collection portal <no-reply@portal.example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Security headers -----------------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if IN_PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IN_PRODUCTION else "csrf"
CSRF_FAILURE_VIEW = "census.errors.csrf_failure"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", IN_PRODUCTION)
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IN_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IN_PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Where the provider's own pages stand, where that is not the host of its issuer.
OIDC_ORIGINS: list[str] = env.list("OIDC_ORIGINS", []) or (
    ["/".join(OIDC_ISSUER.split("/")[:3])] if OIDC_ISSUER else []
)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Chromium also asks this for where a form is sent on to.
        "form-action": [SELF, *OIDC_ORIGINS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- Pages ----------------------------------------------------------------------------------------------------------

DJANGO_TABLES2_TEMPLATE = "django_tables2/govuk.html"
DJANGO_TABLES2_PAGE_RANGE = 7
FILTERS_EMPTY_CHOICE_LABEL = "All"

# --- Logs: one JSON object a line, with a request id, and ids instead of names and addresses ------------------------

DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOG_FORMAT = env.str("LOG_FORMAT", "json")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        # The words of exceptions, addresses, UPNs and tokens are left out of every line: see census/logs.py.
        "structured": {"()": logs.formatter, "style": LOG_FORMAT},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Requests and their failures are logged once, by django-structlog; these two would repeat them.
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
        # Every tick of the sweeper's clock is not news, and django-structlog tells of each task already.
        "celery.beat": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # It would repeat an exception with its words in the middle of a sentence.
        "celery.app.trace": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
        "celery.worker.strategy": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *logs.PROCESSORS,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

if IN_PRODUCTION:
    production.refuse(
        secret=SECRET_KEY,
        receipt_key=COLLECT_RECEIPT_KEY,
        debug=DEBUG,
        broker_url=BROKER_URL,
        cache_url=CACHE_URL,
        database_url=DATABASE_URL,
        hosts=ALLOWED_HOSTS,
        provider=OIDC_ISSUER,
        password_sign_in=PASSWORD_SIGN_IN,
    )
