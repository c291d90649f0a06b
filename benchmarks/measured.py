"""One run: clients at work in a process of their own, and the CPU the server takes meanwhile."""

import json
import statistics
import subprocess
import sys
from typing import Any

from benchmarks.server import ROOT, cpu_of


class Measured:
    """What the clients saw, and what each act of theirs cost, in seconds.

    ``seconds`` is by step, ``wall`` and ``cpu`` by act (``sign_in``, ``assess``, ``look``); the CPU
    is that of the server's processes, of PostgreSQL's, and of the clients themselves.
    """

    def __init__(self, plan: dict[str, Any], **pids: int) -> None:
        self.people = len(plan["emails"])
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, dict[str, float]] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.clients"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        self._say(json.dumps(plan))
        spent = 0.0
        for act in plan["acts"]:
            self._hear()
            before = {name: cpu_of(pid) for name, pid in pids.items()}
            self._say("go")
            done = json.loads(self._hear())
            self.cpu[act] = {name: cpu_of(pid) - before[name] for name, pid in pids.items()}
            self.cpu[act]["clients"], spent = done["cpu"] - spent, done["cpu"]
            self.wall[act] = done["wall"]
            self._say("go on")
        seen = json.loads(self._hear())
        self.seconds: dict[str, list[float]] = seen["seconds"]
        self.counts: dict[str, list[tuple[float, float]]] = seen["counts"]
        self._process.wait()

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline() or sys.exit("The clients stopped; see above.")

    def cpu_each(self, act: str, of: str) -> float:
        """Seconds of CPU for each person who went through the act."""
        return self.cpu[act][of] / self.people

    @property
    def finished_per_second(self) -> float:
        return self.people / self.wall["assess"]

    def p50(self, step: str) -> float:
        """Milliseconds."""
        return 1000 * statistics.median(self.seconds[step])

    def p95(self, step: str) -> float:
        """Milliseconds."""
        seconds = self.seconds[step]
        return 1000 * (statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0])

    def statements(self, step: str) -> int:
        """The most that one answer of the step took; from a run that counts."""
        return int(max(statements for statements, _cpu in self.counts[step]))

    def cpu_inside(self, step: str) -> float:
        """Milliseconds of CPU inside the site for one answer; from a run that counts."""
        return statistics.mean(cpu for _statements, cpu in self.counts[step])
