"""What was measured, as Markdown to paste into docs/performance.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.measured import Measured
from benchmarks.walk import SUBMIT_TO_FEEDBACK


@dataclass(frozen=True)
class Figure:
    """One figure with its goal, and what Moodle 4.5 needed for the same on such a machine."""

    name: str
    reached: float
    goal: float
    moodle: float | None
    unit: str
    more_is_better: bool = False

    @property
    def row(self) -> list[str]:
        met = self.reached >= self.goal if self.more_is_better else self.reached <= self.goal
        ratio = ""
        if self.moodle:
            parts = (
                (self.reached, self.moodle) if self.more_is_better else (self.moodle, self.reached)
            )
            ratio = f"{parts[0] / parts[1]:.1f} ×"
        sign = "≥" if self.more_is_better else "≤"
        return [
            self.name,
            _number(self.reached, self.unit),
            f"{sign} {_number(self.goal, self.unit)}",
            "met" if met else "**not met**",
            _number(self.moodle, self.unit) if self.moodle else "",
            ratio,
        ]


def _number(value: float, unit: str) -> str:
    return (
        f"{value:.2f} s" if unit == "s" else f"{value:.1f}" if unit == "" else f"{value:.0f} {unit}"
    )


def markdown(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


FULL_SIZE = 2000


def figures(one: Measured, eight: Measured, reports: dict[str, float], people: int) -> str:
    """The goals. Server CPU is the web processes and PostgreSQL together.

    The goals of the reports are for 2,000 people: a smaller run has nothing to hold against them.
    """
    signed_in, sign_in = (
        eight.cpu_each(act, "web") + eight.cpu_each(act, "postgres")
        for act in ("assess", "sign_in")
    )
    rows = [
        Figure("CPU per finished assessment, whole journey", signed_in + sign_in, 0.20, 0.90, "s"),
        Figure("the same, signed in", signed_in, 0.15, 0.41, "s"),
        Figure("finished per second, signed in", eight.finished_per_second, 13, 4.7, "", True),
        Figure("submit to feedback, p50 at 1 client", one.p50(SUBMIT_TO_FEEDBACK), 40, 259, "ms"),
    ]
    if people >= FULL_SIZE:
        rows += [
            Figure("2,000 results on one page", reports["page"], 150, 1230, "ms"),
            Figure("CSV of 10,000 rows", reports["csv"], 700, 8573, "ms"),
        ]
    headings = ["8 clients unless said", "reached", "goal", "", "Moodle 4.5", "better by"]
    return markdown(headings, [row.row for row in rows])


def steps(counted: Measured, one: Measured, eight: Measured) -> str:
    """Each step of the journey: how often, what it asks the database, what it takes."""
    return markdown(
        ["step", "requests", "queries", "CPU ms", "p50, 1 client", "p95", "p50, 8 clients", "p95"],
        [
            [
                step,
                round(len(rows) / counted.people),
                counted.statements(step),
                f"{counted.cpu_inside(step):.1f}",
                *(f"{each:.1f}" for each in (one.p50(step), one.p95(step))),
                *(f"{each:.1f}" for each in (eight.p50(step), eight.p95(step))),
            ]
            for step, rows in counted.counts.items()
        ],
    )


def shares(runs: dict[str, Measured]) -> str:
    """Where the CPU of one finished assessment goes, in milliseconds."""
    rows = []
    for name, run in runs.items():
        for act, words in (("sign_in", "signing in"), ("assess", "signed in")):
            each = {of: 1000 * run.cpu_each(act, of) for of in ("web", "postgres", "clients")}
            rows.append(
                [
                    f"{name}, {words}",
                    *(f"{each[of]:.1f}" for of in ("web", "postgres", "clients")),
                    f"{run.finished_per_second:.1f}" if act == "assess" else "",
                ]
            )
    headings = ["per finished assessment", "web ms CPU", "PostgreSQL ms CPU", "the clients’ own"]
    return markdown([*headings, "finished/s"], rows)
