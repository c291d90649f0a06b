"""The newest figures of a nation, as a page may show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from scoring.core.estimate import Estimate
from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined
from scoring.models import Calibration, FrameworkVersion


@dataclass(frozen=True, slots=True)
class NationalAgreement:
    """How far the nation agrees on each factor, by its code; ``rulers`` are those of the scale."""

    people: int
    cases: int
    computed_at: datetime
    alphas: Mapping[str, Estimate | Undefined]
    rulers: Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Leaning:
    """How many levels higher (+) or lower (−) the people of an organisation rate than the nation,
    the cases they were given taken into account."""

    people: int
    levels: Estimate
    nation: int
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Reliability:
    """How much of what the nation's ratings differ by is what was rated: ICC(A,1), of one rater."""

    icc: Estimate
    people: int
    computed_at: datetime


def newest_calibration(
    kind: Calibration.Kind, *, framework: FrameworkVersion | None, use: str, of_invented: bool
) -> Calibration | None:
    """The figures that a page shows, if any were worked out yet."""
    return Calibration.objects.filter(
        kind=kind, framework=framework, use=use, of_invented=of_invented
    ).last()


def national_agreement(
    *, framework: FrameworkVersion | None, use: str, of_invented: bool
) -> NationalAgreement | None:
    """What one organisation's agreement stands beside, and is read on the ruler of."""
    row = newest_calibration(
        Calibration.Kind.AGREEMENT, framework=framework, use=use, of_invented=of_invented
    )
    if row is None:
        return None
    factors: dict[str, dict[str, Any]] = row.values["factors"]
    return NationalAgreement(
        people=row.people,
        cases=row.cases,
        computed_at=row.computed_at,
        alphas={code: estimate_of(figures["alpha"]) for code, figures in factors.items()},
        rulers={code: np.array(figures["ruler"]) for code, figures in factors.items()},
    )


def leaning_of(
    organisation: str, *, framework: FrameworkVersion | None, use: str, of_invented: bool
) -> Leaning | None:
    """How an organisation, by its code, rates beside the nation; nothing where it is too small."""
    row = newest_calibration(
        Calibration.Kind.SEVERITY, framework=framework, use=use, of_invented=of_invented
    )
    found = row.values["organisations"].get(organisation) if row else None
    if row is None or found is None or not row.values["converged"]:
        return None
    levels = estimate_of(found["levels"])
    if isinstance(levels, Undefined):
        return None
    return Leaning(found["people"], levels, row.people, row.computed_at)


def reliability_of_one(
    *, framework: FrameworkVersion | None, use: str, of_invented: bool
) -> Reliability | None:
    """By REML, or by Henderson's method where there are too many ratings for it."""
    row = newest_calibration(
        Calibration.Kind.SEVERITY, framework=framework, use=use, of_invented=of_invented
    )
    for method in ("reml", "henderson") if row else ():
        icc = estimate_of(row.values["icc"][method])
        if isinstance(icc, Estimate):
            return Reliability(icc, row.people, row.computed_at)
    return None


@dataclass(frozen=True, slots=True)
class ProposedYardstick:
    """What the keys of today would make: ``mean_loss`` R in levels with its 90% interval, or why it
    may not be shown as a number yet."""

    mean_loss: float
    low: float
    high: float
    provisional: Undefined | None
    cases: int
    computed_at: datetime


def proposed_yardstick(
    *, framework: FrameworkVersion | None, of_invented: bool
) -> ProposedYardstick | None:
    """The newest proposal, from synthetic panels or from real ones."""
    row = newest_calibration(
        Calibration.Kind.YARDSTICK, framework=framework, use="", of_invented=of_invented
    )
    if row is None:
        return None
    why = row.values["provisional"]
    return ProposedYardstick(
        row.values["mean_loss"],
        *row.values["interval_90"],
        Undefined.because(Reason(why)) if why else None,
        row.cases,
        row.computed_at,
    )


def stored(figure: Estimate | Undefined) -> dict[str, Any]:
    """A figure as a calibration keeps it: the reason by its code, which pages have words for."""
    if isinstance(figure, Undefined):
        return {"undefined": figure.reason.value}
    return {"value": figure.value, "se": figure.se, "ci": [figure.low, figure.high]}


def estimate_of(stored: Mapping[str, Any]) -> Estimate | Undefined:
    """A figure as it was stored, or the reason for there being none."""
    if "undefined" in stored:
        return Undefined.because(Reason(stored["undefined"]))
    return Estimate(stored["value"], stored["se"], *stored["ci"])
