"""Many-facet Rasch measurement: who gives lower levels than others, on one scale with the units.

Explained in ``docs/scoring/rasch.md``. A high separation says that raters differ, not that they
agree.
"""

from scoring.core.rasch.anchored import (
    AnchoredRater,
    anchored_severities,
    anchored_severity,
)
from scoring.core.rasch.fit import fit_rasch
from scoring.core.rasch.fitted import FacetFit, RaschFit, Standing
from scoring.core.rasch.links import linked_subsets

__all__ = [
    "AnchoredRater",
    "FacetFit",
    "RaschFit",
    "Standing",
    "anchored_severities",
    "anchored_severity",
    "fit_rasch",
    "linked_subsets",
]
