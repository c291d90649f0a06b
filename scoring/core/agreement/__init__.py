"""How far people agree who rated the same units, from counts of levels; no Django.

Agreement here is among raters. Every formula is explained in ``docs/scoring/agreement.md``.
"""

from scoring.core.agreement.alpha import (
    Metric,
    coincidences,
    krippendorff_alpha,
    ordinal_ruler,
)
from scoring.core.agreement.benchmark import LANDIS_KOCH, Step, Verdict, benchmark
from scoring.core.agreement.cohen import Kappas, cohen_kappa, quadratic_kappas
from scoring.core.agreement.conger import conger_kappa
from scoring.core.agreement.gwet import brennan_prediger, fleiss_kappa, gwet_ac
from scoring.core.agreement.jackknife import jackknife_over_raters
from scoring.core.agreement.pairs import (
    agreeing_pairs,
    percent_exact,
    percent_within_one,
)
from scoring.core.agreement.resampled_alpha import (
    RESAMPLES,
    alpha_over_raters,
    alpha_over_scenarios,
)
from scoring.core.agreement.weights import Weighting, weights

__all__ = [
    "LANDIS_KOCH",
    "RESAMPLES",
    "Kappas",
    "Metric",
    "Step",
    "Verdict",
    "Weighting",
    "agreeing_pairs",
    "alpha_over_raters",
    "alpha_over_scenarios",
    "benchmark",
    "brennan_prediger",
    "cohen_kappa",
    "coincidences",
    "conger_kappa",
    "fleiss_kappa",
    "gwet_ac",
    "jackknife_over_raters",
    "krippendorff_alpha",
    "ordinal_ruler",
    "percent_exact",
    "percent_within_one",
    "quadratic_kappas",
    "weights",
]
