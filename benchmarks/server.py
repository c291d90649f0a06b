"""The production server on a throwaway PostgreSQL, and the CPU that each of them has used."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of(root: int) -> float:
    """Seconds of CPU of a process and all below it, the ended ones included."""
    children: dict[int, list[int]] = {}
    used: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(fields[1]), []).append(int(folder.name))
        used[int(folder.name)] = sum(int(each) for each in fields[11:15])
    total, ahead = 0, [root]
    while ahead:
        one = ahead.pop()
        total += used.get(one, 0)
        ahead += children.get(one, [])
    return total / TICKS


def postgres_of(url: str) -> int:
    """The process id of the server that ``tests.postgres`` started."""
    folder = Path(url.partition("?host=")[2])
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


@contextmanager
def gunicorn(**environment: str) -> Iterator[tuple[int, int]]:
    """Serve as in production; yields the process id and the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "training_site.wsgi"],
        env={**os.environ, **environment, "BIND": f"127.0.0.1:{port}"},
        cwd=ROOT,
        stderr=subprocess.DEVNULL if not environment.get("BENCH_SHOW") else None,
    )
    try:
        _wait_for(port, process)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _try in range(300):
        if process.poll() is not None:
            sys.exit("The server did not start: run gunicorn by hand to see why.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("The server did not answer within thirty seconds.")
