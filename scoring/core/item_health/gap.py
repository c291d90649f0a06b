"""Units on which trainees agree with each other and not with the panel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.item_health.figures import (
    Figures,
    Flags,
    checked_counts,
    middle_levels,
    signed_distances,
)
from scoring.core.item_health.units import consensus_of_units
from scoring.core.panel import MINIMUM_RATINGS
from scoring.core.undefined import Reason

CLOSE_CONSENSUS = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class PanelGap:
    """For each unit how far the trainees' middle lies from the panel's, and whether to look.

    ``distance`` is in levels, signed: below 0 the trainees rate lower. ``consensus`` is the
    trainees' own.
    """

    distance: Figures
    consensus: Figures
    is_gap: Flags


def panel_gap(
    trainees: NDArray[np.integer],
    panel: NDArray[np.integer],
    minimum: int = MINIMUM_RATINGS,
    close: float = CLOSE_CONSENSUS,
) -> PanelGap:
    """Find the units where the key or the text is to be suspected rather than the trainees.

    Both are level counts of shape (units, K), of one scale and one order. The trainees' middle is
    their median, as the panel's key is its own; the distance is from the nearest of the panel's
    key levels to the nearest of the trainees'. A gap: it is a level or more, and the trainees'
    consensus (Tastle and Wierman 2007) is above ``close``. With fewer than ``minimum`` ratings on
    either side there is none. The mark of .8 is a convention.

    Undefined: the distance where either side is too few. ValueError: counts of unlike shape.

    >>> found = panel_gap(np.array([[0, 1, 40, 2]]), np.array([[0, 9, 2, 0]]))
    >>> found.distance.of(0), found.is_gap.tolist()
    (1.0, [True])
    """
    trainees, panel = checked_counts(trainees), checked_counts(panel)
    if trainees.shape != panel.shape:
        raise ValueError("Trainees and panel are counted on the same units and levels.")
    enough = (trainees.sum(axis=1) >= max(minimum, 1)) & (panel.sum(axis=1) >= max(minimum, 1))
    (low, high), (key_low, key_high) = middle_levels(trainees), middle_levels(panel)
    # Of two runs of levels, one end of the trainees' is the nearest to the panel's, or they meet.
    signed = np.where(
        low > key_high, signed_distances(low, key_low, key_high), np.minimum(high - key_low, 0)
    )
    consensus = consensus_of_units(trainees)
    return PanelGap(
        distance=Figures(np.where(enough, signed, 0).astype(float), enough, Reason.TOO_FEW_RATINGS),
        consensus=consensus,
        is_gap=enough & (signed != 0) & (consensus.values > close),
    )
