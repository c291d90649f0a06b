"""Typed readers of the environment: a setting is right, or start-up stops and says why."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The variable as it stands; without a default it has to be set and not empty."""
    value = os.environ.get(name, default)
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def boolean(name: str, *, default: bool) -> bool:
    """The variable as yes or no; any other word is refused, never guessed at."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: use true, false, 1, 0, yes, no, on or off.")


def integer(name: str, *, default: int, least: int, most: int) -> int:
    """The variable as a whole number within bounds."""
    raw = os.environ.get(name, str(default))
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {raw!r}: use a whole number.") from None
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} is {value}: use a number from {least} to {most}.")
    return value


def words(name: str, default: str | None = None) -> list[str]:
    """The variable as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


SQLITE_OPTIONS = {
    # Writers queue for the lock instead of failing, and readers never wait for them. The queue is
    # not kept in order: on a machine with much else to do, one of twenty has waited over 20 s.
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;"
    ),
}


def sqlite(path: Path) -> dict[str, Any]:
    """Settings of an embedded database at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": SQLITE_OPTIONS}


def database(name: str, default: Path | None = None) -> dict[str, Any]:
    """The database named by a URL such as ``postgresql://app@host:5432/training``.

    A server on a unix socket is given by ``?host=/its/folder``.
    Without the variable: SQLite at ``default``.
    """
    if default is not None and not os.environ.get(name):
        return sqlite(default)
    url = urlsplit(text(name))
    if url.scheme == "sqlite":
        return sqlite(Path(url.path))
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must look like postgresql://user@host/database.")
    query = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.strip("/"),
        "USER": unquote(url.username or query.get("user", "")),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or query.get("host", ""),
        "PORT": str(url.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Values go beside the statement, and what is asked twice is planned once: half the CPU of
        # the server, see docs/performance.md. It needs a pooler, if any, that knows of this.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2},
    }
