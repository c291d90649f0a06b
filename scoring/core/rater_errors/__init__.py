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

__all__ = [
    "AccuracyComponents",
    "ErrorFinding",
    "RaterError",
    "RaterErrors",
    "accuracy_components",
    "find_rater_errors",
]
