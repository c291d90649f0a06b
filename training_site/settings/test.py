"""For the test suite: quick password hashing, mail kept in memory, no lock-out between tests."""

from pathlib import Path
from tempfile import TemporaryDirectory

from training_site.settings.base import *  # noqa: F403 - settings modules build on one another
from training_site.settings.base import DATABASES

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True

# Uploaded files of a run go with it
UPLOADS = TemporaryDirectory(prefix="training-uploads-")
MEDIA_ROOT = Path(UPLOADS.name) / "media"
LESSON_FILES_ROOT = Path(UPLOADS.name) / "lesson-files"

if "sqlite3" in DATABASES["default"]["ENGINE"]:
    # A file: writers wait for one another in it as they do in use, and not in memory. Each run has
    # a folder of its own, which goes when the run ends.
    TEST_FOLDER = TemporaryDirectory(prefix="training-test-")
    DATABASES["default"]["TEST"] = {"NAME": Path(TEST_FOLDER.name) / "test.sqlite3"}
