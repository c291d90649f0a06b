"""What ``make bench-measurement`` times, and how one line of its table comes about."""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.nation import Made
from scoring.core.rasch import RaschFit, fit_rasch

RUNS = 7
LONG_ENOUGH = 10.0
"""Seconds after which a row is not run again."""

HEADINGS = ("", "reached", "goal", "", "another way, or CPU", "quicker by")


@dataclass(frozen=True)
class Data:
    """What there is to measure on."""

    nation: Made
    force: Made
    folder: Path

    @cached_property
    def fit(self) -> RaschFit:
        """The nation's, for what starts from one."""
        found = fit_rasch(self.nation.ratings)
        assert isinstance(found, RaschFit)
        return found


@dataclass(frozen=True)
class Other:
    """How long another way takes for the same, and the figure it comes to, if it says one."""

    way: str
    seconds: float
    value: float | None = None


@dataclass(frozen=True)
class Line:
    """One line of the table: seconds, or megabytes of memory, beside the goal.

    ``share`` is a goal too: at most that part of what the other way takes.
    """

    name: str
    reached: float
    goal: float | None = None
    unit: str = "s"
    share: float | None = None
    other: Other | None = None
    words: str = ""

    @property
    def cells(self) -> list[str]:
        """As the table has them."""
        others = self.words
        if self.other is not None:
            others = f"{self.other.way}, {shown(self.other.seconds)}"
        return [
            self.name,
            shown(self.reached, self.unit),
            self._goal_in_words,
            self._is_met,
            others,
            f"{self._times:,.0f} ×" if self.other is not None else "",
        ]

    @property
    def _times(self) -> float:
        assert self.other is not None
        return self.other.seconds / self.reached

    @property
    def _goal_in_words(self) -> str:
        if self.share is not None:
            return f"≤ 1/{1 / self.share:.0f} of the other"
        return "" if self.goal is None else f"≤ {shown(self.goal, self.unit, rounded=True)}"

    @property
    def _is_met(self) -> str:
        if self.share is not None:
            if self.other is None:
                return "not known"
            met = self._times >= 1 / self.share
        elif self.goal is not None:
            met = self.reached <= self.goal
        else:
            return ""
        return "met" if met else "**not met**"


@dataclass(frozen=True)
class Row:
    """Work to time. ``ready`` makes it ready, uncounted; ``goal`` is in seconds.

    ``peer`` names a function of ``benchmarks.peers`` and ``value`` the figure that both must come
    to; ``loop`` gives the seconds that a plain loop takes. ``share`` is the goal beside either.
    """

    name: str
    ready: Callable[[Data], Callable[[], Any]]
    goal: float | None = None
    share: float | None = None
    peer: str | None = None
    value: Callable[[Any], float] | None = None
    loop: Callable[[Data], float] | None = None

    def line(self, data: Data, peers: Mapping[str, Other]) -> Line:
        """The measured line; ends the program where a peer comes to another figure."""
        work = self.ready(data)
        seconds, found = timed(work)
        other = peers.get(self.peer) if self.peer else None
        if self.loop is not None:
            other = Other("plain loop", self.loop(data))
        if other is not None and other.value is not None and self.value is not None:
            ours = self.value(found)
            if abs(ours - other.value) > 1e-6:
                sys.exit(f"{self.name}: {ours} here, {other.value} by {other.way}.")
        return Line(self.name, seconds, self.goal, share=self.share, other=other)


def timed(work: Callable[[], Any], runs: int = RUNS) -> tuple[float, Any]:
    """The median of some runs in seconds, and what came out; the first, which warms up, is left
    out unless it was so long that there is no other."""
    seconds: list[float] = []
    found = None
    for _run in range(runs + 1):
        begun = time.perf_counter()
        found = work()
        seconds.append(time.perf_counter() - begun)
        if sum(seconds) > LONG_ENOUGH:
            break
    return statistics.median(seconds[1:] or seconds), found


def timed_once(work: Callable[[], Any]) -> float:
    """Seconds of one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def shown(reached: float, unit: str = "s", *, rounded: bool = False) -> str:
    """A figure with its unit; goals are round."""
    if unit == "MB":
        return f"{reached:,.0f} MB"
    if reached >= 1:
        return f"{reached:,.0f} s" if rounded else f"{reached:,.2f} s"
    return f"{1000 * reached:.0f} ms" if rounded else f"{1000 * reached:.1f} ms"
