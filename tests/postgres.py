"""Run a command with a throwaway PostgreSQL server: ``python -m tests.postgres -- pytest``.

The server listens on a unix socket in a folder of its own, and both go away afterwards.
``fsync=off`` makes it quick and unfit for anything but tests.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = ("/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt")


def program(name: str) -> str:
    """A server program, on the path or in the newest of the usual folders."""
    found = shutil.which(name) or next(
        (
            str(path)
            for folder in FOLDERS
            for path in sorted(Path(folder).glob(f"*/bin/{name}"), reverse=True)
        ),
        None,
    )
    if found is None:
        sys.exit(f"PostgreSQL's {name} was not found: install the PostgreSQL server package.")
    return found


def as_postgres(*command: str) -> list[str]:
    """The command as it may be run: the server refuses to work for root."""
    if os.geteuid() != 0:
        return list(command)
    return ["runuser", "-u", "postgres", "--", *command]


@contextmanager
def server() -> Iterator[str]:
    """Start a server in a folder of its own; yields its URL and removes everything afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = str(folder / "data")
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
        subprocess.run(
            as_postgres(
                program("initdb"), "-D", data, "-A", "trust", "-U", "app",
                "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
            ),
            **quiet,
        )  # fmt: skip
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        control = as_postgres(program("pg_ctl"), "-D", data)
        subprocess.run([*control, "-w", "-l", str(folder / "log"), "-o", options, "start"], **quiet)
        try:
            yield f"postgresql://app@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **{**quiet, "check": False})
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    command = sys.argv[1:]
    if command[:1] == ["--"]:
        command = command[1:]
    if not command:
        sys.exit("Say what to run: python -m tests.postgres -- pytest")
    with server() as url:
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
