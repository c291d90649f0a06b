"""Ratings of a made-up nation, with its panel, and of a made-up force: a rating scale model."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from scoring.core import Ratings
from scoring.core.bulk import NOT_ENOUGH, Answers, PanelVotes

FACTORS = 12
SCALE = np.arange(4.0)
THRESHOLDS = np.array([-1.3, 0.0, 1.3])
PANELLISTS = 12
STEADINESS_OF_PANEL = 3.0
"""How many times as steep a panellist's steps are: experts lie closer together than trainees."""
FACTOR_NAMES = (*(f"factor {number:02}" for number in range(1, FACTORS)), "overall")


@dataclass(frozen=True)
class Made:
    """Ratings, the scenario of each unit, and the parameters that they were drawn from."""

    ratings: Ratings
    scenarios: np.ndarray
    locations: np.ndarray
    severities: np.ndarray

    @cached_property
    def rated(self) -> np.ndarray:
        """(PANELLISTS, n_units) The level that each panellist gave each unit."""
        generator = np.random.default_rng(1)
        return np.array(
            [_levels(self.locations, generator, STEADINESS_OF_PANEL) for _one in range(PANELLISTS)]
        )

    @cached_property
    def key(self) -> np.ndarray:
        """A level for each unit, the lower middle of the panel."""
        return np.median(self.rated, axis=0).astype(np.int64)

    @cached_property
    def votes(self) -> np.ndarray:
        """(n_units, levels) How many panellists gave each level."""
        levels = range(SCALE.size)
        return np.stack([(self.rated == level).sum(axis=0) for level in levels], axis=1)

    @property
    def panel(self) -> PanelVotes:
        """The votes without anything worked out from them yet."""
        nobody = np.zeros(self.ratings.n_units, dtype=np.int64)
        return PanelVotes(
            levels=self.votes,
            not_enough=nobody,
            not_applicable=nobody,
            cases=self.scenarios,
            factors=np.arange(self.ratings.n_units) % FACTORS,
            case_names=tuple(map(_scenario, range(self.scenarios.max() + 1))),
            factor_names=FACTOR_NAMES,
            blind=self.votes,
        )

    @cached_property
    def panellists(self) -> Answers:
        """The panel one by one."""
        n_units = self.ratings.n_units
        return Answers(
            people=np.repeat(np.arange(PANELLISTS), n_units),
            units=np.tile(np.arange(n_units), PANELLISTS),
            levels=self.rated.ravel().astype(np.int64),
            n_people=PANELLISTS,
            n_units=n_units,
            n_levels=SCALE.size,
        )

    @cached_property
    def answers(self) -> Answers:
        """The ratings as answers, one in fifty of them without a level."""
        ratings = self.ratings
        levels = ratings.levels.astype(np.int64)
        levels[np.random.default_rng(2).random(levels.size) < 0.02] = NOT_ENOUGH
        rows = ratings.raters.astype(np.int64), ratings.units.astype(np.int64), levels
        return Answers(*rows, ratings.n_raters, ratings.n_units, SCALE.size)

    def write(self, path: Path) -> None:
        """The ratings as a CSV file with scenarios."""
        rows = zip(
            self.ratings.raters.tolist(),
            self.ratings.units.tolist(),
            self.ratings.levels.tolist(),
            strict=True,
        )
        _write(
            path,
            "rater,unit,level,scenario",
            (
                f"r{who:05},{_unit(at)},{level},{_scenario(at // FACTORS)}"
                for who, at, level in rows
            ),
        )

    def write_panel(self, path: Path) -> None:
        """The panel as a CSV file with scenarios and factors."""
        _write(path, "panellist,unit,level,scenario,factor", _lines("p", self.panellists))

    def write_answers(self, path: Path) -> None:
        """The answers in the same way, those without a level left empty."""
        _write(path, "trainee,unit,level,scenario,factor", _lines("t", self.answers))


def made(raters: int, scenarios: int, each: int, missed: float, seed: int = 0) -> Made:
    """Everybody rates ``each`` scenarios, drawn for them, and leaves some answers empty."""
    generator = np.random.default_rng(seed)
    locations = generator.normal(0, 1.2, scenarios * FACTORS)
    severities = generator.normal(0, 0.5, raters)
    chosen = np.argsort(generator.random((raters, scenarios)), axis=1)[:, :each]
    units = (chosen[:, :, None] * FACTORS + np.arange(FACTORS)).reshape(raters, -1)
    kept = generator.random(units.shape) > missed
    rater = np.repeat(np.arange(raters), kept.sum(axis=1)).astype(np.int32)
    unit = units[kept].astype(np.int32)
    levels = _levels(locations[unit] - severities[rater], generator)
    counted: dict[str, Any] = {"n_raters": raters, "n_units": scenarios * FACTORS}
    ratings = Ratings(rater, unit, levels, SCALE, **counted)
    return Made(ratings, np.repeat(np.arange(scenarios), FACTORS), locations, severities)


def nation() -> Made:
    """10,000 raters, 200 scenarios of 12 units, 20 scenarios each: 2.35 million ratings."""
    return made(raters=10_000, scenarios=200, each=20, missed=0.021)


def force() -> Made:
    """200 raters, 40 scenarios, about 46,000 ratings."""
    return made(raters=200, scenarios=40, each=20, missed=0.042)


def _levels(
    places: np.ndarray, generator: np.random.Generator, steepness: float = 1.0
) -> np.ndarray:
    """A level for each place on the logit scale (Andrich 1978, Psychometrika 43, 561-573)."""
    steps = steepness * (places[:, None] - THRESHOLDS)
    logits = np.concatenate([np.zeros((places.size, 1)), np.cumsum(steps, axis=1)], axis=1)
    shares = np.exp(logits)
    shares = np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)
    drawn = generator.random((places.size, 1))
    return (drawn > shares).sum(axis=1).astype(np.int8)


def _scenario(number: int) -> str:
    return f"s{number:03}"


def _unit(number: int) -> str:
    return f"{_scenario(number // FACTORS)}-{number % FACTORS:02}"


def _lines(letter: str, answers: Answers) -> Iterable[str]:
    rows = answers.people.tolist(), answers.units.tolist(), answers.levels.tolist()
    for who, at, level in zip(*rows, strict=True):
        given = level if level >= 0 else ""
        place = f"{_scenario(at // FACTORS)},{FACTOR_NAMES[at % FACTORS]}"
        yield f"{letter}{who:05},{_unit(at)},{given},{place}"


def _write(path: Path, header: str, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f"{header}\n")
        stream.writelines(f"{line}\n" for line in lines)
