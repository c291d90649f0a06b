"""An empty site on a PostgreSQL of its own, for benchmarks that ask for pages in one process."""

import logging
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgres import server


@contextmanager
def empty_site() -> Iterator[None]:
    """The site with its tables and nothing in them, ready to be used; nothing of it is kept.

    Not the environment of tests, which keeps a copy of all that every template was given.
    """
    with tempfile.TemporaryDirectory() as folder, server() as url:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "testserver",
            "BASE_URL": "https://127.0.0.1",
            "DATABASE_URL": url,
            "VAR_DIR": folder,
        }
        import django
        from django.core.management import call_command

        django.setup()
        logging.disable(logging.CRITICAL)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield


def load_words() -> str:
    """How busy the machine was: milliseconds mean nothing without it."""
    return f"Load of the machine meanwhile: {os.getloadavg()[0]:.1f} on {os.cpu_count()}."
