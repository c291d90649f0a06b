"""All figures of agreement of one set of ratings: what ``manage.py agreement`` answers."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np

from scoring.core import Estimate, Ratings, Reason, Undefined
from scoring.core.agreement import (
    Metric,
    Weighting,
    alpha_over_scenarios,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_exact,
    percent_within_one,
    weights,
)
from scoring.core.icc import LARGEST, icc_by_henderson, icc_by_reml, intraclass_correlations
from scoring.core.kendall import kendall_w
from scoring.core.ratings import Integers
from scoring.ratings_files import NO_GROUP, RatingsTable

Figures = dict[str, Any]

# Numbers in a table of counts, and products in weighing it: 240 MB, and a matter of seconds.
MOST_COUNTS = 30_000_000
MOST_PRODUCTS = 4_000_000_000


def agreement_of(table: RatingsTable, seed: int) -> Figures:
    """The figures of all ratings and, where the file has groups, of each group's in ``groups``.

    Groups are read on the scale of the whole file. What is drawn by chance begins at ``seed`` for
    all and again for each group, so that a group's figures depend on its own ratings alone.
    """
    ratings = _of_moderate_size(table.ratings())
    scenarios = table.of_units["scenario"].codes if "scenario" in table.of_units else None
    figures = agreement_figures(ratings, scenarios, seed)
    if "group" in table.of_ratings:
        groups = list(_groups(table, ratings, scenarios))
        # REML is slow where many meet: the stated size is for all groups of a file together.
        reml = sum(_reml_size(each) for _name, each, _scenarios in groups) <= LARGEST
        figures["groups"] = {
            name: agreement_figures(each, theirs, seed, reml=reml) for name, each, theirs in groups
        }
    return figures


def _of_moderate_size(ratings: Ratings) -> Ratings:
    """No figure depends on the unit that levels are measured in: very large and very small ones
    take another, since their powers would be lost. Levels that fall together so are kept apart by
    the least that numbers can be."""
    size = float(np.abs(ratings.scale).max(initial=0.0))
    if size == 0 or 1e-30 <= size <= 1e30:
        return ratings
    scale = ratings.scale / size
    for place in range(1, scale.size):
        scale[place] = max(scale[place], np.nextafter(scale[place - 1], np.inf))
    return replace(ratings, scale=scale)


def agreement_figures(
    ratings: Ratings, scenarios: Integers | None, seed: int, *, reml: bool = True
) -> Figures:
    """Everything that is said of one set of ratings, by name.

    ``scenarios``, of shape (n_units,), is the scenario of each unit; without it alpha's interval
    draws units. Without ``reml`` that figure is "too large".
    """
    figures: Figures = {
        "n_raters": ratings.n_raters,
        "n_units": ratings.n_units,
        "n_ratings": ratings.size,
        **_from_counts(ratings, scenarios, seed),
        "icc": _intraclass(ratings),
        "icc_missing": {
            "henderson": icc_by_henderson(ratings),
            "reml": icc_by_reml(ratings) if reml else Undefined.because(Reason.TOO_LARGE),
        },
        "kendall_w": _kendall(ratings),
    }
    if ratings.n_raters == 2:
        figures["kappa"] = {
            name: cohen_kappa(ratings, weights(weighting, ratings.scale))
            for name, weighting in _KAPPAS.items()
        }
    return figures


_KAPPAS = {
    "unweighted": Weighting.IDENTITY,
    "linear": Weighting.LINEAR,
    "quadratic": Weighting.QUADRATIC,
}
_AC2 = (Weighting.LINEAR, Weighting.QUADRATIC, Weighting.ORDINAL)


def _from_counts(ratings: Ratings, scenarios: Integers | None, seed: int) -> Figures:
    n_counts = ratings.n_units * ratings.n_levels
    if n_counts > MOST_COUNTS or n_counts * ratings.n_levels > MOST_PRODUCTS:
        return _too_large()
    counts, scale = ratings.counts(), ratings.scale
    same = weights(Weighting.IDENTITY, scale)
    alphas = alpha_over_scenarios(counts, scale, np.random.default_rng(seed), scenarios=scenarios)
    return {
        "percent_exact": percent_exact(counts),
        "percent_within_one": percent_within_one(counts, scale),
        "alpha": {metric.value: alpha for metric, alpha in alphas.items()},
        "ac1": gwet_ac(counts, same),
        "ac2": {each.value: gwet_ac(counts, weights(each, scale)) for each in _AC2},
        "fleiss": fleiss_kappa(counts, same),
        "brennan_prediger": brennan_prediger(counts, same),
        "conger": conger_kappa(ratings, same),
    }


def _too_large() -> Figures:
    why = Undefined.because(Reason.TOO_LARGE)
    figures: Figures = dict.fromkeys(
        (
            "percent_exact",
            "percent_within_one",
            "alpha",
            "ac1",
            "ac2",
            "fleiss",
            "brennan_prediger",
            "conger",
        ),
        why,
    )
    within = {"alpha": dict.fromkeys(Metric, why), "ac2": dict.fromkeys(_AC2, why)}
    return figures | within


def _intraclass(ratings: Ratings) -> Figures:
    found = intraclass_correlations(ratings)
    return {each.name: getattr(found, each.name) for each in fields(found)}


def _kendall(ratings: Ratings) -> Estimate | Undefined:
    found = kendall_w(ratings)
    return found if isinstance(found, Undefined) else Estimate(found.w)


def _groups(
    table: RatingsTable, ratings: Ratings, scenarios: Integers | None
) -> Iterator[tuple[str, Ratings, Integers | None]]:
    """Name, ratings and scenarios of each group, its raters and units numbered anew."""
    column = table.of_ratings["group"]
    order = np.argsort(column.codes, kind="stable")
    codes = np.arange(NO_GROUP, len(column.ids) + 1)
    ends = np.searchsorted(column.codes[order], codes)
    for number, name in enumerate(column.ids):
        rows = order[ends[number + 1] : ends[number + 2]]
        raters, theirs = np.unique(ratings.raters[rows], return_inverse=True)
        units, of_rows = np.unique(ratings.units[rows], return_inverse=True)
        own = replace(
            ratings,
            raters=theirs,
            units=of_rows,
            levels=ratings.levels[rows],
            n_raters=raters.size,
            n_units=units.size,
        )
        yield name, own, None if scenarios is None else scenarios[units]


def _reml_size(ratings: Ratings) -> int:
    """As ``scoring.core.icc.LARGEST`` has it."""
    fewer, more = sorted((ratings.n_raters, ratings.n_units))
    return fewer**2 * more
