"""For a developer's own machine and the demo: SQLite, sample secrets, demo sign-ins shown."""

from training_site.settings import env
from training_site.settings.base import *  # noqa: F403 - settings modules build on one another
from training_site.settings.base import ROOT as ROOT
from training_site.settings.base import STATIC_ROOT

DEBUG = env.boolean("DEBUG", default=True)
DEMO = True
SECRET_KEY = "insecure-for-development-only-never-in-production"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# Nothing is collected here; without the folder the server warns each time it starts.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# The demo shows our own error pages, so DEBUG is off; static files still come from their sources.
WHITENOISE_USE_FINDERS = True
