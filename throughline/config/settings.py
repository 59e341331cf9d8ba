"""All settings, read only from the environment. docs/reference/settings.md lists them for operators."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from throughline.config.server.limits import FORM_BODY_BYTES

BASE = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("THROUGHLINE_HOME", BASE / ".throughline")).resolve()
HOME.mkdir(parents=True, exist_ok=True, mode=0o700)


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _secret(name: str) -> str:
    """A secret that systemd hands over as a file of this name (`LoadCredential`), else a variable."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    path = Path(folder, name) if folder else None
    return path.read_text(encoding="utf-8").strip() if path and path.exists() else os.environ.get(name, "")


def _secret_key() -> str:
    """The signing secret: created once and stored next to the database, unless it is handed over."""
    if handed_over := _secret("THROUGHLINE_SECRET_KEY"):
        return handed_over
    path = HOME / "secret-key"
    if not path.exists():
        partial = HOME / f"secret-key.{os.getpid()}"
        partial.touch(mode=0o600)
        partial.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(partial, path)
        except FileExistsError:
            pass  # another process created it first: use that one
        finally:
            partial.unlink()
    return path.read_text(encoding="ascii")


def _former_keys() -> list[str]:
    """Former secrets, one a line: what they signed or encrypted can still be read."""
    path = HOME / "secret-key.former"
    return path.read_text(encoding="ascii").split() if path.exists() else []


def _networks(name: str, default: str) -> str:
    """Networks with commas between. A wrong one is said at the start: each request would fail."""
    text = os.environ.get(name, default)
    for part in text.split(","):
        try:
            ip_network(part.strip() or "::1", strict=False)
        except ValueError:
            raise ValueError(
                f"{name}: {part.strip()!r} is not an IP address or a network such as 10.0.0.0/8."
            ) from None
    return text


SECONDS_FOR_A_LOCK = 20
# A server that is gone is noticed in seconds, whether it refuses, is silent or its machine vanished. There is
# no limit for a statement: the worker's and the migrations' are rightly long.
POSTGRES_OPTIONS = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    "options": f"-c lock_timeout={SECONDS_FOR_A_LOCK}s",
}


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:],  # four slashes in the URL mean an absolute path, three a relative one
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": SECONDS_FOR_A_LOCK,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**POSTGRES_OPTIONS, **dict(parse_qsl(parts.query))},
        }
    raise ValueError(
        f"THROUGHLINE_DATABASE_URL starts with {parts.scheme!r}. Use sqlite:/// or postgresql:// instead."
    )


DATABASES = {
    "default": _database(_secret("THROUGHLINE_DATABASE_URL") or f"sqlite:///{HOME}/throughline.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = _former_keys()
DEBUG = _flag("THROUGHLINE_DEBUG")
DEMO = _flag("THROUGHLINE_DEMO")
# This machine's own names are always among them: whoever watches the server's health asks by them.
_named_hosts = [name.strip() for name in os.environ.get("THROUGHLINE_HOSTS", "").split(",") if name.strip()]
ALLOWED_HOSTS = [*_named_hosts, "localhost", "127.0.0.1", "[::1]"]
BASE_URL = os.environ.get("THROUGHLINE_BASE_URL", "http://localhost:8000").rstrip("/")
IS_HTTPS = BASE_URL.startswith("https://")
TRUSTED_PROXIES = int(os.environ.get("THROUGHLINE_TRUSTED_PROXIES", "0"))
PROXY_ADDRESSES = _networks(
    "THROUGHLINE_PROXY_ADDRESSES", "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SERVER_PROCESSES = int(os.environ.get("THROUGHLINE_SERVER_PROCESSES", "2"))
SERVER_THREADS = int(os.environ.get("THROUGHLINE_SERVER_THREADS", "8"))
REQUEST_SECONDS = float(os.environ.get("THROUGHLINE_REQUEST_SECONDS", "20"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "throughline.ui",
    "throughline.accounts",  # before allauth, whose templates it overrides
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "throughline.convene",
    "throughline.listen",
    "throughline.measure",
    "throughline.understand",
    "throughline.align",
    "throughline.partner",
    "throughline.report",
    "throughline.guide",
    "throughline.config",
]

MIDDLEWARE = [
    # Before all that asks for scheme, host or address.
    "throughline.config.requests.forwarded.ForwardedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before whatever may answer by itself: static files and errors too
    "throughline.config.requests.caching.CachingMiddleware",
    "throughline.config.requests.middleware.SecretAddressMiddleware",
    # Around all that may refuse a request.
    "throughline.config.requests.problems.ProblemMiddleware",
    "throughline.config.requests.refusals.RefusalLogMiddleware",
    # Before all that reads a form: the CSRF check is the first.
    "throughline.config.requests.bodies.BodyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "throughline.config.sign_in.sessions.NamedSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "throughline.config.requests.middleware.DistrictMiddleware",
    "throughline.config.requests.middleware.LanguageMiddleware",
    "throughline.config.requests.middleware.ScreeningMiddleware",
    "throughline.config.requests.middleware.WrongMethodMiddleware",
    "throughline.config.sign_in.throttle.KnownBrowserMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "throughline.config.sign_in.pages.ConfirmFirstMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "throughline.config.urls"
WSGI_APPLICATION = "throughline.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughline.config.context.page",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People and sign-in
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "throughline.config.sign_in.passwords.SimilarPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "throughline.config.sign_in.passwords.PlainCommonPasswordValidator"},
    {"NAME": "throughline.config.sign_in.passwords.LongestPasswordValidator"},
    {"NAME": "throughline.config.sign_in.passwords.GuessableWordsValidator"},
]
PASSWORD_LIST = os.environ.get("THROUGHLINE_PASSWORD_LIST", "")
if PASSWORD_LIST:
    AUTH_PASSWORD_VALIDATORS.append(
        {
            "NAME": "throughline.config.sign_in.passwords.ListedPasswordValidator",
            "OPTIONS": {"password_list_path": PASSWORD_LIST},
        }
    )
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_districts"
ACCOUNT_ADAPTER = "throughline.config.sign_in.adapter.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "front"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whatever changes an account asks for the password or the second step again, and then not for ten minutes.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "change_password": "throughline.config.sign_in.forms.CurrentPasswordForm",
    "reset_password": "throughline.config.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "throughline.config.sign_in.forms.NewPasswordForm",
    "user_token": "throughline.config.sign_in.forms.MailedLinkForm",
}
# Failed attempts are limited by config/sign_in/throttle.py, which spares browsers that their owner signed in
# with.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": None,
    "reset_password": "20/m/ip",
    "manage_email": "10/m/user,20/h/user",  # each is a message to an address of anybody
}
KNOWN_BROWSER_COOKIE_NAME = "__Secure-tl_browser" if IS_HTTPS else "tl_browser"
KNOWN_BROWSER_COOKIE_PATH = "/accounts/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
CHECK_LINKS = _flag("THROUGHLINE_CHECK_LINKS")  # the only connection to servers that people have named
TWO_STEP_FOR_EVERYONE = _flag("THROUGHLINE_TWO_STEP_FOR_EVERYONE")
TWO_STEP_GRACE_DAYS = int(os.environ.get("THROUGHLINE_TWO_STEP_GRACE_DAYS", "14"))
MFA_ADAPTER = "throughline.config.sign_in.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_FORMS = {
    "authenticate": "throughline.config.sign_in.forms.SignInCodeForm",
    "authenticate_webauthn": "throughline.config.sign_in.forms.SecondStepPasskeyForm",
    "login_webauthn": "throughline.config.sign_in.forms.SignInPasskeyForm",
    "reauthenticate": "throughline.config.sign_in.forms.ReauthenticateCodeForm",
    "reauthenticate_webauthn": "throughline.config.sign_in.forms.ReauthenticatePasskeyForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # a school shares an address, and nobody guesses a passkey
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no public sign-up: an owner vouched for the address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_TOTP_ISSUER = "Throughline"

SESSION_ENGINE = "throughline.config.sign_in.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # without use
SESSION_LIFETIME_SECONDS = 7 * 24 * 60 * 60  # in all, however much it is used
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
# A browser takes a cookie of such a name only from this very host, by HTTPS and for all paths.
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}tl_language"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "throughline.accounts.views.expired_form"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _flag("THROUGHLINE_HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = _flag("THROUGHLINE_HSTS_PRELOAD")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "throughline.config.requests.message_cookie.MessageCookie"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

# The cache is in the database, so that rate limits hold across processes. What counts the requests of an
# address, also for allauth, has the address neither in its key nor in its value.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throughline_cache",
        "KEY_FUNCTION": "throughline.accounts.permissions.cache_key",
        # Above it Django deletes a third, counts of attempts among them: out of reach for a few hundred
        # networks that guess as fast as they may. Expired rows are deleted every minute by a job.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = os.environ.get(
    "THROUGHLINE_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "outbox"
EMAIL_HOST = os.environ.get("THROUGHLINE_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("THROUGHLINE_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("THROUGHLINE_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = _secret("THROUGHLINE_EMAIL_PASSWORD")
EMAIL_TIMEOUT = 20  # seconds; a mail server that does not answer holds nothing up
EMAIL_USE_TLS = _flag("THROUGHLINE_EMAIL_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("THROUGHLINE_EMAIL_FROM", "throughline@localhost")

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE / "locale"]
FORMAT_MODULE_PATH = ["throughline.config.formats"]
PSEUDO_LANGUAGE = "ar-xb"
if _flag("THROUGHLINE_PSEUDO_LANGUAGE"):
    from django.conf.locale import LANG_INFO

    LANG_INFO[PSEUDO_LANGUAGE] = {
        "bidi": True,
        "code": PSEUDO_LANGUAGE,
        "name": "Mirrored test language",
        "name_local": "Mirrored test language",
    }
    LANGUAGES.append((PSEUDO_LANGUAGE, "Mirrored test language"))
    LANGUAGES_BIDI = ["ar", "he", "fa", "ur", PSEUDO_LANGUAGE]
    LOCALE_PATHS.append(HOME / "locale")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".svg": "image/svg+xml; charset=utf-8"}
MEDIA_ROOT = HOME / "uploads"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = FORM_BODY_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a survey of hundreds of columns is mapped on one page
# Above the limit of every kind of upload, which is refused with the number it takes.
DATA_UPLOAD_MAX_NUMBER_FILES = 300
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING_CONFIG = "throughline.config.redaction.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "filters": {"short outages": {"()": "throughline.config.outages.ShortOutages"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # no mail about faults: it would quote what people sent
        "django.request": {"level": "ERROR", "filters": ["short outages"]},
        "django_tasks_db": {"level": "WARNING"},
    },
}
