"""Many-facet Rasch measurement: who gives lower levels than others, on one scale with the units.

Explained in ``docs/scoring/rasch.md``. A high separation says that raters differ, not that they
agree.
"""

from scoring.core.rasch.anchored import (
    AnchoredRater,
    anchored_severities,
    anchored_severity,
)
from scoring.core.rasch.bias import BiasCell, HiddenCell, rater_bias
from scoring.core.rasch.fit import fit_rasch
from scoring.core.rasch.fitted import FacetFit, RaschFit, Standing
from scoring.core.rasch.links import linked_subsets
from scoring.core.rasch.separation import Separation, rater_separation

__all__ = [
    "AnchoredRater",
    "BiasCell",
    "FacetFit",
    "HiddenCell",
    "RaschFit",
    "Separation",
    "Standing",
    "anchored_severities",
    "anchored_severity",
    "fit_rasch",
    "linked_subsets",
    "rater_bias",
    "rater_separation",
]
