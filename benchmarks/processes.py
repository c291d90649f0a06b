"""Programs in processes of their own: what they print, how long they took and what they held."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# Linux counts what a process held before it became another: this one must not be our large self.
_LAUNCHER = """
import resource, subprocess, sys, time
begun = time.perf_counter()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


@dataclass(frozen=True)
class Used:
    """Seconds by the clock, seconds of CPU, and the most megabytes that were held at once."""

    seconds: float
    cpu: float
    megabytes: float


def run_module(module: str, *arguments: str) -> Used:
    """What a module of ours needs, run as a program."""
    return _run("-m", module, *arguments)


def run_command(*arguments: str) -> Used:
    """What a management command needs, its start included."""
    return _run(str(ROOT / "manage.py"), *arguments)


def _run(*arguments: str) -> Used:
    words = output(sys.executable, "-c", _LAUNCHER, sys.executable, *arguments)
    return Used(*map(float, words.split()))


def output(*words: str) -> str:
    """What a program of our own choice prints."""
    ended = subprocess.run(words, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603
    return ended.stdout
