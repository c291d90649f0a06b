"""Figures of the nation that take too long for a page: worked out by a task, stored with a date.

Invented organisations are a nation of their own: a demonstration never enters real figures.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, QuerySet
from numpy.typing import NDArray

from people.public import Organisation
from scoring.calibrations import stored
from scoring.consistency import consistency, rated_factors
from scoring.core.agreement import ordinal_ruler
from scoring.core.agreement.sampling import mean_over_units
from scoring.core.icc import icc_by_henderson, icc_by_reml
from scoring.core.rasch import RaschFit, Standing, fit_rasch, rater_separation
from scoring.core.ratings import Ratings
from scoring.core.undefined import Undefined
from scoring.core.unit import AnswerKind
from scoring.core.yardstick import build_yardstick
from scoring.counted import SMALLEST_GROUP, that_count
from scoring.level_counts import LevelCounts, level_counts
from scoring.models import Calibration, Factor, FrameworkVersion, Key, UnitResult
from scoring.printed import plain
from scoring.selectors import panel_units
from scoring.services.judging import METHOD_VERSION


def calibrate_agreement(
    *, framework: FrameworkVersion, use: str, of_invented: bool, seed: int = 0
) -> Calibration | None:
    """How far the whole nation agrees on each factor, and the ruler each of its parts is read on.

    Nothing is stored where nobody's answers count yet.
    """
    units = counted_units(framework, use, of_invented)
    factors = rated_factors(units)
    counts = level_counts(units, factors)
    if not counts.units:
        return None
    people = units.order_by().values("factor").annotate(n=Count("result__person", distinct=True))
    by_factor = dict(people.values_list("factor", "n"))
    return Calibration.objects.create(
        kind=Calibration.Kind.AGREEMENT,
        framework=framework,
        use=use,
        of_invented=of_invented,
        method_version=METHOD_VERSION,
        seed=seed,
        people=units.order_by().aggregate(n=Count("result__person", distinct=True))["n"],
        cases=len({unit.subject for unit in counts.units}),
        ratings=counts.ratings,
        values={
            "factors": {
                factor.code: _agreement_on(
                    counts.of_factor(factor.pk, len(factor.scale.levels.all())),
                    by_factor[factor.pk],
                    seed,
                )
                for factor in factors
            }
        },
    )


def _agreement_on(counts: LevelCounts, people: int, seed: int) -> dict[str, Any]:
    found = consistency(counts, people, seed=seed)
    return {
        "people": people,
        "cases": found.cases,
        "ratings": found.ratings,
        "exact": stored(found.exact),
        "within_one": stored(found.within_one),
        "alpha": stored(found.alpha),
        "ac2": stored(found.ac2),
        "ruler": ordinal_ruler(counts.counts).tolist(),
    }


def calibrate_severity(
    *, framework: FrameworkVersion, use: str, of_invented: bool, seed: int = 0
) -> Calibration | None:
    """How much lower or higher than the nation the people of each organisation rate.

    Many-facet Rasch over the whole nation takes apart who rated and what they were given. Stored
    are figures of organisations with ten people or more, and of no person. Nothing is stored where
    too little is there to place anybody.
    """
    answers = _answers(counted_units(framework, use, of_invented))
    if answers is None:
        return None
    fit = fit_rasch(answers.ratings)
    if isinstance(fit, Undefined):
        return None
    return Calibration.objects.create(
        kind=Calibration.Kind.SEVERITY,
        framework=framework,
        use=use,
        of_invented=of_invented,
        method_version=METHOD_VERSION,
        seed=seed,
        people=answers.ratings.n_raters,
        cases=answers.cases,
        ratings=answers.ratings.size,
        values={
            "converged": bool(fit.converged),
            "separation": plain(rater_separation(fit)),
            "icc": {
                "henderson": stored(icc_by_henderson(answers.ratings)),
                "reml": stored(icc_by_reml(answers.ratings)),
            },
            "subsets": fit.n_subsets,
            "organisations": _severity_of_organisations(fit, answers),
        },
    )


def calibrate_yardstick(
    *, framework: FrameworkVersion, use: str = "", of_invented: bool, seed: int = 0
) -> Calibration | None:
    """The yardstick that the newest key of each case would make today: proposed, never in force.

    ``of_invented``: of synthetic panels, or else of real ones alone. What is in force is set by an
    approval (``establish_yardstick``). Nothing is stored where the keys make none.
    """
    keys = newest_keys(framework, is_synthetic=of_invented)
    units = panel_units(keys)
    built = build_yardstick(units, np.random.default_rng(seed))
    if isinstance(built, Undefined):
        return None
    return Calibration.objects.create(
        kind=Calibration.Kind.YARDSTICK,
        framework=framework,
        use=use,
        of_invented=of_invented,
        method_version=METHOD_VERSION,
        seed=seed,
        people=sum(key.panel_size for key in keys),
        cases=built.n_cases,
        ratings=sum(unit.votes.ratings for unit in units),
        values={
            "mean_loss": built.mean_loss,
            "interval_90": [built.interval.low, built.interval.high],
            "no_reading": dict(built.no_reading),
            "provisional": built.provisional.reason.value if built.provisional else "",
        },
    )


def newest_keys(framework: FrameworkVersion, *, is_synthetic: bool) -> list[Key]:
    """The newest key of each case version, without those that found ARMS to be the wrong tool.

    A key that was copied to the next text of its case stands for both.
    """
    keys = Key.objects.filter(framework=framework, is_synthetic=is_synthetic, copies__isnull=True)
    newest = {key.subject: key for key in keys.order_by("created_at", "pk")}
    return [key for key in newest.values() if not key.is_wrong_tool]


def banks() -> list[tuple[int, bool]]:
    """Framework id and whether synthetic: of what keys a yardstick can be proposed."""
    found = Key.objects.order_by().values_list("framework", "is_synthetic").distinct()
    return sorted(found)


def nations() -> list[tuple[int, str, bool]]:
    """Framework id, use and whether invented: of what there is anything to work out."""
    counted = UnitResult.objects.filter(that_count("result__"))
    found = counted.order_by().values_list(
        "factor__framework", "result__use", "result__organisation__is_invented"
    )
    return sorted(found.distinct())


def counted_units(framework: FrameworkVersion, use: str, of_invented: bool) -> QuerySet[UnitResult]:
    """Every unit of the results that count, of all real organisations or of all invented ones."""
    return UnitResult.objects.filter(
        that_count("result__"),
        result__use=use,
        result__organisation__is_invented=of_invented,
        factor__framework=framework,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """Everybody's levels on the factors; ``organisations`` (n_raters,) is where each was last."""

    ratings: Ratings
    organisations: NDArray[np.int64]
    cases: int


def _answers(units: QuerySet[UnitResult]) -> _Answers | None:
    rows = (
        units.filter(answer_kind=AnswerKind.LEVEL)
        .exclude(factor__kind=Factor.Kind.OVERALL)
        .order_by("result__created_at", "result", "stage", "factor")
        .values_list(
            "result__person", "result__organisation", "result__subject", "stage", "factor", "level"
        )
    )
    people: dict[Any, int] = {}
    places: dict[Any, int] = {}
    cases = set()
    numbers: list[tuple[int, int, int]] = []
    organisation_of: dict[int, int] = {}
    for person, organisation, subject, stage, factor, level in rows.iterator(chunk_size=20_000):
        rater = people.setdefault(person, len(people))
        unit = places.setdefault((subject, stage, factor), len(places))
        organisation_of[rater] = organisation
        cases.add(subject)
        numbers.append((rater, unit, level))
    if not numbers:
        return None
    columns = np.array(numbers, dtype=np.int64).T
    return _Answers(
        ratings=Ratings(
            raters=columns[0],
            units=columns[1],
            levels=columns[2],
            scale=np.arange(columns[2].max() + 1, dtype=float),
            n_raters=len(people),
            n_units=len(places),
        ),
        organisations=np.array([organisation_of[rater] for rater in range(len(people))]),
        cases=len(cases),
    )


def _severity_of_organisations(fit: RaschFit, answers: _Answers) -> dict[str, Any]:
    """By code: how many levels higher (+) or lower (−) people rate an average unit than the nation.

    The interval samples people, since another ten would rate otherwise. People of another subset
    than the largest cannot be compared, so they are left out.
    """
    raters = fit.raters
    home = np.bincount(raters.subsets[raters.subsets >= 0]).argmax()
    compared = (raters.standings <= Standing.EXTREME) & (raters.subsets == home)
    levels = fit.fair_averages() - fit.fair_averages()[compared].mean()
    found: dict[str, Any] = {}
    for code, members in _members(answers.organisations).items():
        of_these = levels[members & compared]
        if of_these.size >= SMALLEST_GROUP:
            found[code] = {
                "people": int(of_these.size),
                "levels": stored(mean_over_units(of_these)),
            }
    return found


def _members(organisations: NDArray[np.int64]) -> dict[str, NDArray[np.bool_]]:
    """Which raters are of each organisation or of one below it, by its code."""
    known = list(Organisation.objects.values_list("pk", "code", "path"))
    paths = {pk: path for pk, _code, path in known if pk in set(organisations.tolist())}
    return {
        code: np.isin(organisations, [pk for pk, path in paths.items() if path.startswith(above)])
        for _pk, code, above in known
    }
