"""Django's settings. What may differ between two installations is in environment.py, and nowhere else."""

import os
from pathlib import Path

from firstdesk.config import carriers, environment
from firstdesk.config.environment import ROOT

ENVIRONMENT = environment.read()
DATA_DIR = ENVIRONMENT.data_dir
DEMO = ENVIRONMENT.mode == "demo"
SECRET_KEY = environment.secret_key(DATA_DIR)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
FIRSTDESK_SITE = ENVIRONMENT.site
TIMESTAMP_URL = os.environ.get("FIRSTDESK_TIMESTAMP_URL", "")  # "": seals carry no stamp of a third party

# Ground first: an app may lean only on those above it in this list (see import contracts in pyproject.toml).
CONTEXTS = [
    "common",
    "ledger",
    "directory",
    "files",
    "notices",
    "rosters",
    "regulations",
    "obligations",
    "matters",
    "dispatch",
    "mediation",
    "complaints",
    "followup",
    "teamwork",
    "triage",
    "intake",
    "oversight",
    "screening",
    "meetings",
    "reporting",
    "training",
    "assessment",
    "checks",
    "insight",
    "wall",
    "workbench",
    "portal",
    "config",
]
INSTALLED_APPS = [
    *[f"firstdesk.{name}" for name in CONTEXTS if (Path(__file__).parents[1] / name / "apps.py").exists()],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "firstdesk.config.middleware.content_security_policy",
    "firstdesk.config.live.pulse",
    "firstdesk.config.middleware.not_too_large",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "firstdesk.config.middleware.systems",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "firstdesk.config.middleware.read_only_get",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "firstdesk.directory.middleware.first_password",
    "firstdesk.directory.middleware.acting",
    "firstdesk.config.astray.sent_only",
    "firstdesk.common.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "firstdesk.config.urls"
WSGI_APPLICATION = "firstdesk.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "firstdesk.config.navigation.around",
            ],
        },
    }
]

FORM_RENDERER = "firstdesk.common.rendering.Renderer"

DATABASES = environment.databases(ENVIRONMENT)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

# Sign-in
AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "firstdesk.config.accounts.StaffAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.https else 0  # else all visitors share the proxy's address
USERSESSIONS_TRACK_ACTIVITY = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"}}

# Cookies and headers
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_AGE = 12 * 3600  # one long shift
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "firstdesk.config.astray.too_old"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENVIRONMENT.hosts] if ENVIRONMENT.https else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SECURE_HSTS_SECONDS = 30 * 86400 if ENVIRONMENT.https else 0
X_FRAME_OPTIONS = "DENY"

# Words and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# Static files: our own beside their context, the libraries' copied by set-up into build/vendor
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
VENDOR_DIR = ROOT / "build" / "vendor"
FONTS_DIR = ROOT / "build" / "fonts"  # what documents are set in; no browser is sent these
STATICFILES_DIRS: list[tuple[str, Path]] = [("vendor", VENDOR_DIR)] if VENDOR_DIR.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILES_BYTES = 20 << 20  # of one uploaded file
FILES_AT_ONCE = 10
FILES_PER_MATTER = 60
REQUEST_BYTES = 256 << 20  # of one request, whatever it carries; more is refused before it is read
RULES_DIR = environment.rules_dir()
LEARN_FROM = (
    60 if DEMO else 200
)  # decided matters; with fewer the words of the rules do better (a small city shows how)

# Who carries messages out of the house; a way without a carrier is not offered
MAIL_SERVER = carriers.mail_server(os.environ, DATA_DIR, is_demo=DEMO)
EMAIL_BACKEND = MAIL_SERVER.backend
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL_SERVER.starttls, MAIL_SERVER.tls
EMAIL_TIMEOUT = carriers.PATIENCE
EMAIL_FILE_PATH = MAIL_SERVER.folder
DEFAULT_FROM_EMAIL = MAIL_SERVER.sender
GATEWAY = carriers.gateway(os.environ)
FIRSTDESK_WAYS = {
    "mail": "" if EMAIL_BACKEND == carriers.NOBODY else carriers.MAIL,
    "sms": carriers.SMS if GATEWAY.url else "",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"firstdesk": {"level": "INFO"}},
}
