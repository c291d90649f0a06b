"""Script concordance: credit, the leave-one-out panel, the 80/5 scale, and what they hang on.

Feedback, never the sole certificate; explained in ``docs/scoring/concordance.md``.
"""

from scoring.core.concordance.credit import (
    concordance_of_all,
    concordance_of_constants,
    credits,
    is_rated,
)
from scoring.core.concordance.loss import expected_losses, loss_scores
from scoring.core.concordance.panel_scale import (
    PanelScale,
    leave_one_out_credits,
    leave_one_out_scores,
    panel_scale,
    scaled_80_5,
)
from scoring.core.concordance.sampling import standard_errors_over_panellists

__all__ = [
    "PanelScale",
    "concordance_of_all",
    "concordance_of_constants",
    "credits",
    "expected_losses",
    "is_rated",
    "leave_one_out_credits",
    "leave_one_out_scores",
    "loss_scores",
    "panel_scale",
    "scaled_80_5",
    "standard_errors_over_panellists",
]
