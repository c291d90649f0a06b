"""Intraclass correlation: how much of what ratings differ by is the units' own difference."""

from scoring.core.icc.complete import (
    IntraclassCorrelations,
    MeanSquares,
    intraclass_correlations,
    mean_squares,
    spearman_brown,
)
from scoring.core.icc.components import (
    VarianceComponents,
    absolute_agreement,
    henderson_components,
    icc_by_henderson,
)
from scoring.core.icc.reml import LARGEST, RestrictedFit, icc_by_reml, reml_components
from scoring.core.icc.table import complete_table, linked_ratings

__all__ = [
    "LARGEST",
    "IntraclassCorrelations",
    "MeanSquares",
    "RestrictedFit",
    "VarianceComponents",
    "absolute_agreement",
    "complete_table",
    "henderson_components",
    "icc_by_henderson",
    "icc_by_reml",
    "intraclass_correlations",
    "linked_ratings",
    "mean_squares",
    "reml_components",
    "spearman_brown",
]
