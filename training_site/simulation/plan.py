"""What can be stated of a crowd of simulated trainees, and between which numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

Pair = tuple[float, float]


@dataclass(frozen=True)
class Setting:
    """A number, or a pair of them, with what it means and how far it may go."""

    name: str
    parts: tuple[str, ...]
    least: Pair
    most: Pair
    means: str

    @property
    def option(self) -> str:
        return f"--{self.name.replace('_', '-')}"

    @property
    def metavar(self) -> str:
        return ",".join(self.parts)

    def in_bounds(self) -> str:
        """Between which numbers it may be, in words."""
        return ", ".join(
            f"{part} from {least:.10g} to {most:.10g}"
            for part, least, most in zip(self.parts, self.least, self.most, strict=False)
        )

    def value_in_words(self, given: float | Pair) -> str:
        """A value as it is typed."""
        return ",".join(f"{one:.10g}" for one in _numbers(given))

    def problems(self, given: float | Pair) -> Iterator[str]:
        values = _numbers(given)
        for part, value, least, most in zip(
            self.parts, values, self.least, self.most, strict=False
        ):
            if not least <= value <= most:
                bounds = f"Use a number from {least:.10g} to {most:.10g}."
                yield f"{self.option}: {part} is {value:.10g}. {bounds}"
        if self.parts == ("LOW", "HIGH") and values[0] > values[1]:
            yield f"{self.option}: LOW is above HIGH."


def _numbers(given: float | Pair) -> tuple[float, ...]:
    return given if isinstance(given, tuple) else (given,)


def _one(name: str, least: float, most: float, means: str) -> Setting:
    return Setting(name, ("NUMBER",), (least, least), (most, most), means)


SETTINGS = (
    _one("people", 1, 20_000, "how many trainees, over all organisations"),
    _one("seed", 0, 2**32 - 1, "the same seed makes the same people with the same answers"),
    Setting(
        "severity",
        ("MEAN", "SD"),
        (-3, 0),
        (3, 3),
        "levels that people rate above the panel (below 0: under it), and how far the people of "
        "one organisation differ in it",
    ),
    _one("between", 0, 3, "how far organisations differ in severity: an SD in levels"),
    Setting(
        "spread",
        ("LOW", "HIGH"),
        (0, 0),
        (3, 3),
        "levels by which one person's rating scatters (SD); each person has theirs in this range",
    ),
    _one("not_enough", 0, 0.5, "mean chance of “not enough information” on a factor"),
    Setting(
        "minutes",
        ("MEDIAN", "SPREAD"),
        (5, 0),
        (240, 2),
        "minutes that a case takes, and their spread (SD of the logarithm)",
    ),
    Setting(
        "recall",
        ("LOW", "HIGH"),
        (0, 0),
        (1, 1),
        "chance of citing or choosing what the whole panel did; each person has theirs",
    ),
    _one("stray", 0, 1, "chance of citing or choosing what no panellist did"),
    Setting(
        "boldness",
        ("MEAN", "SD"),
        (-3, 0),
        (3, 3),
        "steps added to the stated confidence, and how far people differ in it",
    ),
    _one("learning", 0, 1, "levels that severity and spread lose from case to case"),
    _one("notice_wrong_tool", 0, 1, "chance of seeing that ARMS is not the tool where it is not"),
    _one("finish", 0, 1, "chance of finishing the next case; half of the others leave it begun"),
    _one("weeks", 1, 104, "the weeks up to today over which the cases are spread"),
)


class BadPlan(ValueError):
    """Something stated cannot be; ``reasons`` are sentences to show."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is stated; see ``SETTINGS``. BadPlan: a number that is out of bounds.

    Without ``organisations``, all invented forces and regions; without ``cases``, every open one.
    """

    organisations: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    people: int = 600
    seed: int = 20261
    severity: Pair = (0.0, 0.25)
    between: float = 0.15
    spread: Pair = (0.5, 0.9)
    not_enough: float = 0.03
    minutes: Pair = (38.0, 0.3)
    recall: Pair = (0.4, 0.8)
    stray: float = 0.03
    boldness: Pair = (0.2, 0.4)
    learning: float = 0.05
    notice_wrong_tool: float = 0.6
    finish: float = 0.82
    weeks: int = 6

    def __post_init__(self) -> None:
        problems = [
            problem
            for setting in SETTINGS
            for problem in setting.problems(getattr(self, setting.name))
        ]
        if problems:
            raise BadPlan(*problems)

    def in_words(self) -> Iterator[str]:
        """Each setting with its value, as it can be typed, one line each."""
        for setting in SETTINGS:
            yield f"{setting.option}={setting.value_in_words(getattr(self, setting.name))}"
