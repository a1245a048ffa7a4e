"""Settings for the tests: quick hashing, mail kept in memory, and a folder of this run under ``var/test`` for files."""

import os

os.environ["CENSUS_ENV"] = "test"
os.environ.setdefault("LOG_LEVEL", "WARNING")

from census.settings import *
from census.settings import BROKER_URL, DATABASES, VAR
from census.connections import filesystem_transport, is_filesystem

# Two runs at once, and the parallel processes of one run, must not see each other's messages, files and rows.
# Processes that a test starts inherit the name of the run.
RUN = os.environ.setdefault("CENSUS_TEST_RUN", str(os.getpid()))
TEST_RUN_DIR = VAR / "test" / RUN
TEST_VAR = TEST_RUN_DIR / os.environ.get("PYTEST_XDIST_WORKER", "main")
TEST_VAR.mkdir(parents=True, exist_ok=True)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server's threads and a real worker read the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_VAR / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 0

BROKER_FOLDER = TEST_VAR / "broker"
if is_filesystem(BROKER_URL):
    CELERY_BROKER_TRANSPORT_OPTIONS = filesystem_transport(BROKER_FOLDER)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = str(TEST_VAR / "files")
FILE_UPLOAD_TEMP_DIR = str(TEST_VAR)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CONFIRM_IDENTITY = False  # tests of it turn it on; the others sign in without a password
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
