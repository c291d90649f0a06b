"""For real use: what is secret comes from the environment, and what is unsafe stops start-up."""

from django.core.exceptions import ImproperlyConfigured

from training_site.settings import env
from training_site.settings.base import *  # noqa: F403 - settings modules build on one another
from training_site.settings.base import DATABASES

SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("insecure"):
    raise ImproperlyConfigured("SECRET_KEY must be a random text of 50 characters or more.")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
BASE_URL = env.text("BASE_URL")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("BASE_URL must begin with https://.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if env.boolean("DEMO", default=False):
    raise ImproperlyConfigured("DEMO shows sign-ins to everybody: it is for dev settings alone.")
if "sqlite3" in DATABASES["default"]["ENGINE"] and not env.boolean("ALLOW_SQLITE", default=False):
    raise ImproperlyConfigured("Set DATABASE_URL to a PostgreSQL database (or ALLOW_SQLITE=true).")

# `manage.py db_worker` takes them from the database
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
