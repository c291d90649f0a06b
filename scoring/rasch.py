"""Severity of raters and location of units in anybody's ratings: the answer of ``manage.py rasch``.

What the figures mean is in ``docs/scoring/rasch.md``.
"""

from typing import Any

import numpy as np

from scoring.core import Estimate, Ratings, Reason, Undefined
from scoring.core.rasch import (
    FacetFit,
    RaschFit,
    fit_rasch,
    linked_subsets,
    rater_separation,
)
from scoring.ratings_files import RatingsTable

Figure = Estimate | Undefined


def rasch_of(table: RatingsTable, *, corrected: bool = False) -> dict[str, Any]:
    """Everything the command says of a file; figures that cannot be said are reasons."""
    ratings = table.ratings()
    fit = fit_rasch(ratings, corrected=corrected)
    if isinstance(fit, Undefined):
        return _without_fit(table, ratings, fit, corrected=corrected)
    return {
        "raters": _raters(table.raters.ids, fit),
        "units": _units(table.units.ids, fit),
        "thresholds": [Estimate(step) for step in fit.thresholds.tolist()],
        **_separation(fit),
        "subsets": _subsets(table, fit.raters.subsets, fit.units.subsets),
        "levels": ratings.scale,
        "unused_levels": ratings.scale[fit.unused_levels],
        "corrected": corrected,
        "factor": fit.factor,
        "converged": fit.converged,
        "passes": fit.passes,
    }


def _separation(fit: RaschFit) -> dict[str, Figure]:
    separated = rater_separation(fit)
    if isinstance(separated, Undefined):
        return dict.fromkeys(("separation", "reliability", "strata"), separated)
    return {
        "separation": Estimate(separated.separation),
        "reliability": Estimate(separated.reliability),
        "strata": Estimate(separated.strata),
    }


def _raters(ids: tuple[str, ...], fit: RaschFit) -> list[dict[str, Any]]:
    return [
        {
            "id": ids[code],
            "severity": (severity := fit.severity(code)),
            "se": _se(severity),
            **_fit_figures(fit.raters, code),
            "fair_average": fit.fair_average(code),
            "extreme": bool(fit.raters.extreme[code]),
            "subset": int(fit.raters.subsets[code]),
        }
        for code in range(len(ids))
    ]


def _units(ids: tuple[str, ...], fit: RaschFit) -> list[dict[str, Any]]:
    return [
        {
            "id": ids[code],
            "difficulty": (difficulty := fit.difficulty(code)),
            "se": _se(difficulty),
            **_fit_figures(fit.units, code),
            "extreme": bool(fit.units.extreme[code]),
            "subset": int(fit.units.subsets[code]),
        }
        for code in range(len(ids))
    ]


def _fit_figures(facet: FacetFit, code: int) -> dict[str, Figure]:
    return {"infit": _figure(facet.infit(code)), "outfit": _figure(facet.outfit(code))}


def _figure(value: float | Undefined) -> Figure:
    return value if isinstance(value, Undefined) else Estimate(value)


def _se(value: Figure) -> Figure:
    if isinstance(value, Undefined) or value.se is None:
        return value
    return Estimate(value.se)


def _subsets(table: RatingsTable, raters: Any, units: Any) -> list[dict[str, list[str]]]:
    n = 1 + int(max(raters.max(), units.max()))
    subsets: list[dict[str, list[str]]] = [{"raters": [], "units": []} for _ in range(n)]
    for name, ids, codes in (
        ("raters", table.raters.ids, raters),
        ("units", table.units.ids, units),
    ):
        for each, subset in zip(ids, codes.tolist(), strict=True):
            subsets[subset][name].append(each)
    return subsets


def _without_fit(
    table: RatingsTable, ratings: Ratings, why: Undefined, *, corrected: bool
) -> dict[str, Any]:
    """The same shape with a reason in every figure's place."""
    raters, units = linked_subsets(ratings.raters, ratings.units, ratings.n_raters, ratings.n_units)
    extreme = why.reason in (Reason.EXTREME, Reason.ALL_ALIKE, Reason.ONE_LEVEL)
    fits: dict[str, Any] = {"se": why, "infit": why, "outfit": why}
    return {
        "raters": [
            {"id": each, "severity": why, **fits, "fair_average": why, "extreme": extreme}
            | {"subset": int(subset)}
            for each, subset in zip(table.raters.ids, raters, strict=True)
        ],
        "units": [
            {"id": each, "difficulty": why, **fits, "extreme": extreme, "subset": int(subset)}
            for each, subset in zip(table.units.ids, units, strict=True)
        ],
        "thresholds": [],
        "separation": why,
        "reliability": why,
        "strata": why,
        "subsets": _subsets(table, raters, units),
        "levels": ratings.scale,
        "unused_levels": np.setdiff1d(ratings.scale, ratings.values()),
        "corrected": corrected,
        "factor": 1.0,
        "converged": False,
        "passes": 0,
    }
