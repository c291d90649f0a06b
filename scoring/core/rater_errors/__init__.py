"""What is amiss with a rater's ratings, each error by its own name.

Explained in ``docs/scoring/rater-errors.md``.
"""

from scoring.core.rater_errors.components import AccuracyComponents, accuracy_components
from scoring.core.rater_errors.flags import (
    ErrorFinding,
    RaterError,
    RaterErrors,
    find_rater_errors,
)
from scoring.core.rater_errors.spread import SpreadAgainstKey, spread_against_key

__all__ = [
    "AccuracyComponents",
    "ErrorFinding",
    "RaterError",
    "RaterErrors",
    "SpreadAgainstKey",
    "accuracy_components",
    "find_rater_errors",
    "spread_against_key",
]
