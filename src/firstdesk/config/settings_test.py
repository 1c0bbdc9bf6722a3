"""Settings under pytest: a throw-away cluster, cheap passwords, no pool, unknown template names refused."""

import os
import tempfile
from pathlib import Path

RUN_DIR = Path(os.environ.setdefault("FIRSTDESK_TEST_RUN", "") or tempfile.mkdtemp(prefix="firstdesk-test-"))
os.environ["FIRSTDESK_TEST_RUN"] = str(RUN_DIR)  # xdist's workers inherit it, and so share one cluster
os.environ["FIRSTDESK_DATA_DIR"] = str(RUN_DIR)
os.environ["FIRSTDESK_MODE"] = "demo"
os.environ["FIRSTDESK_LANG"] = "zh"  # whatever the terminal of whoever runs the tests speaks
os.environ.pop("FIRSTDESK_DEBUG", None)

from firstdesk.config import carriers  # noqa: E402
from firstdesk.config.settings import *  # noqa: E402, F403
from firstdesk.config.settings import DATABASES, MIDDLEWARE, TEMPLATES  # noqa: E402
from firstdesk.config.undefined import RefuseUndefined  # noqa: E402

MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")  # the live server serves the files by itself
DATABASES["default"]["OPTIONS"].pop("pool", None)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FIRSTDESK_WAYS = {"mail": carriers.MAIL, "sms": carriers.SMS}
GATEWAY = carriers.Gateway("http://127.0.0.1:9/")  # nobody is there; a test that needs one starts it
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = RefuseUndefined()  # type: ignore[index]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATA_DIR = RUN_DIR / os.environ.get("PYTEST_XDIST_WORKER", "alone")  # each has a database, so each has its files
DATA_DIR.mkdir(parents=True, exist_ok=True)
