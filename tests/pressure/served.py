"""The site in real server processes on the test's own database, and browsers that speak HTTP to it.

The server is gunicorn with the settings of the tests: the database is made with them, sessions are
signed with their key, and there is no TLS on loopback. How the database is opened (transactions,
time-outs, SQLite's options) is the same in every environment.
"""

import os
import re
import secrets
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from people.public import User

HOST = "127.0.0.1"
WORKERS, THREADS = 4, 6
PATIENCE = 120  # seconds for one answer, on a machine with much else to do
RECOVERY = 30  # seconds that the site may be away after a worker died
RECEIPT = re.compile(r"confirmation-reference\">\s*([2-9A-Z]{4}-[2-9A-Z]{4})\s*<")
T = TypeVar("T")


class Lost(Exception):
    """No answer came: whether the request did anything is not known."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def receipt(self) -> str:
        found = RECEIPT.search(self.text)
        return found[1] if found else ""

    @property
    def revision(self) -> int:
        """The revision that the page or the fragment now stands on."""
        found = re.search(r'name="revision"[^>]*? value="(\d+)"', self.text)
        assert found, self.text[:2000]
        return int(found[1])

    @property
    def replaceable(self) -> int:
        """In a conflict: the revision that "Keep what is on this page" would replace."""
        found = re.search(r'name="replace" value="(\d+)"', self.text)
        assert found, self.text[:2000]
        return int(found[1])


@dataclass(frozen=True)
class Browser:
    """Somebody signed in. Every request has a connection of its own."""

    port: int
    session: str
    token: str

    def get(self, path: str) -> Answer:
        return self._send("GET", path, None, {})

    def post(self, path: str, data: dict[str, Any], *, htmx: bool = False) -> Answer:
        body = urlencode({**data, "csrfmiddlewaretoken": self.token})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if htmx:
            headers["HX-Request"] = "true"
        return self._send("POST", path, body, headers)

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; "
        cookies += f"{settings.CSRF_COOKIE_NAME}={self.token}"
        line = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body, {**headers, "Cookie": cookies})
            answer = line.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, answer.getheader("Location", ""), text)
        except (OSError, HTTPException) as failure:
            raise Lost(str(failure)) from failure
        finally:
            line.close()


@dataclass(frozen=True)
class Site:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def browser(self, person: User) -> Browser:
        """Signed in as the person; its form token is half of a pair that it made up itself."""
        client = Client()
        client.force_login(person)
        token = secrets.token_hex(16)
        return Browser(self.port, client.cookies[settings.SESSION_COOKIE_NAME].value, token)

    def workers(self) -> list[int]:
        """The process ids of the workers that are there now."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)],  # noqa: S607 - wherever it is on this system
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return [int(line) for line in found.stdout.split()]

    def wait_until_it_answers(self, within: int = RECOVERY) -> None:
        """Until a request is answered again; more seconds than allowed are a failure."""
        start = time.monotonic()
        nobody = Browser(self.port, "", "")
        while time.monotonic() - start < within:
            try:
                if nobody.get("/accounts/login/").status == 200:
                    return
            except Lost:
                time.sleep(0.05)
        raise AssertionError(f"no answer within {within} s:\n{self.log.read_text()[-4000:]}")


@contextmanager
def serve(folder: Path) -> Iterator[Site]:
    """A server of several workers on a free port, gone afterwards with its connections."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    log = folder / "server.log"
    with log.open("wb") as lines:
        process = subprocess.Popen(
            [
                sys.executable, "-m", "gunicorn", "training_site.wsgi", "--bind", f"{HOST}:{port}",
                "--workers", str(WORKERS), "--threads", str(THREADS), "--timeout", "120",
                "--preload", "--no-control-socket", "--log-level", "warning",
            ],
            env={
                **os.environ,
                "DATABASE_URL": database_url(),
                "DJANGO_SETTINGS_MODULE": "training_site.settings.test",
            },
            cwd=Path(__file__).resolve().parent.parent.parent,
            stdout=lines,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            site = Site(process, port, log)
            site.wait_until_it_answers(within=PATIENCE)
            yield site
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def database_url() -> str:
    """Where the test's own database is, as the settings read it from the environment."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{here['NAME']}"
    where = urlencode({name: here[name.upper()] for name in ("host", "port") if here[name.upper()]})
    return f"postgresql://{quote(here['USER'])}:{quote(here['PASSWORD'])}@/{here['NAME']}?{where}"


def all_at_once(jobs: Sequence[Callable[[], T]]) -> list[T]:
    """Do all jobs in threads of their own, begun at one moment; their results in order."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        start.wait(timeout=PATIENCE)
        return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return list(threads.map(run, jobs))
