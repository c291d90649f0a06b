"""Ratings of a made-up nation and of one made-up force, from a rating scale model."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from scoring.core import Ratings

FACTORS = 12
SCALE = np.arange(4.0)
THRESHOLDS = np.array([-1.3, 0.0, 1.3])
PANELLISTS = 10


@dataclass(frozen=True)
class Made:
    """Ratings, the scenario of each unit, and the parameters that they were drawn from."""

    ratings: Ratings
    scenarios: np.ndarray
    locations: np.ndarray
    severities: np.ndarray

    @cached_property
    def key(self) -> np.ndarray:
        """A level for each unit, the median of a panel drawn from the same model."""
        generator = np.random.default_rng(1)
        panel = [_levels(self.locations, generator) for _panellist in range(PANELLISTS)]
        return np.median(np.array(panel), axis=0).astype(np.int64)

    def write(self, path: Path) -> None:
        """As a CSV file with scenarios."""
        rows = zip(
            self.ratings.raters.tolist(),
            self.ratings.units.tolist(),
            self.ratings.levels.tolist(),
            self.scenarios[self.ratings.units].tolist(),
            strict=True,
        )
        with path.open("w", encoding="utf-8") as stream:
            stream.write("rater,unit,level,scenario\n")
            stream.writelines(
                f"r{rater:05},s{scenario:03}-{unit % FACTORS:02},{level},s{scenario:03}\n"
                for rater, unit, level, scenario in rows
            )


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


def _levels(places: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """A level for each place on the logit scale (Andrich 1978, Psychometrika 43, 561-573)."""
    steps = places[:, None] - THRESHOLDS
    logits = np.concatenate([np.zeros((places.size, 1)), np.cumsum(steps, axis=1)], axis=1)
    shares = np.exp(logits)
    shares = np.cumsum(shares, axis=1) / shares.sum(axis=1, keepdims=True)
    drawn = generator.random((places.size, 1))
    return (drawn > shares).sum(axis=1).astype(np.int8)
