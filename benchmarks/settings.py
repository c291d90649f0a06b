"""Production, over plain HTTP on this machine alone, with a test sign-in that says so.

The sign-in page, its form and its checks are the real ones; only the password is hashed by MD5
instead of PBKDF2, whose cost is what it is for. ``make bench`` prints that cost apart.
"""

from training_site.settings import env
from training_site.settings.production import *  # noqa: F403 - settings modules build on one another
from training_site.settings.production import MIDDLEWARE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Browsers keep Secure and __Host- cookies from plain HTTP, and so does the client of the bench.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "session", "csrf"

# Statements and CPU are counted in a run of their own; the timed runs go without.
if env.boolean("BENCH_COUNTS", default=False):
    MIDDLEWARE = ["benchmarks.counting.counted", *MIDDLEWARE]
