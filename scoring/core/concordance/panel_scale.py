"""The panel as its own examinees, each on a key built without them, and the 80/5 scale."""

from dataclasses import dataclass

import numpy as np

from scoring.core.bulk.answers import Answers, mean_by_person
from scoring.core.bulk.column import Column, Flags
from scoring.core.concordance.credit import FULL, with_no_credit
from scoring.core.ratings import Floats, Integers
from scoring.core.undefined import Reason, Undefined

PANEL_MEAN = 80.0
PANEL_SD = 5.0
LEAST_SPREAD = 1e-9
"""Scores closer than this, of 100, differ by rounding alone."""


@dataclass(frozen=True, slots=True)
class PanelScale:
    """Mean and standard deviation (n - 1) of the panellists' own scores, 0 to 100, and how many."""

    mean: float
    sd: float
    n: int


def leave_one_out_credits(counts: Integers) -> tuple[Floats, Floats]:
    """What a panellist's own level earns on the key of the *others*, and whether they have one.

    Both of shape (units, K). The first is ``(n[k] - 1) / max(n without one vote for k)``; the
    second is 1 where somebody else rated the unit. A level that nobody gave has nobody to leave
    out and stands at 0 in both.

    >>> credit, counted = leave_one_out_credits(np.array([[0, 3, 6, 3], [1, 0, 0, 0]]))
    >>> credit[0].round(2).tolist(), counted[1].tolist()
    ([0.0, 0.33, 1.0, 0.33], [0.0, 0.0, 0.0, 0.0])
    """
    credit, counted = np.zeros(counts.shape), np.zeros(counts.shape)
    for level in range(counts.shape[1]):
        given = np.flatnonzero(counts[:, level])
        others = counts[given].copy()
        others[:, level] -= 1
        most = others.max(axis=1, initial=0)
        credit[given, level] = others[:, level] / np.maximum(most, 1)
        counted[given, level] = most > 0
    return credit, counted


def leave_one_out_scores(panel: Answers, counts: Integers) -> Column:
    """Each panellist's script-concordance score, 0 to 100, on the key built without them.

    ``panel`` are their ratings one by one, ``counts`` the same added up, of shape (units, K).
    Otherwise each would vote for themselves and the panel's mean would be too high. A panellist's
    "not enough information" earns nothing where others gave levels, as a trainee's does.
    Undefined: no rating on a unit that somebody else rated.

    >>> panel = Answers(np.array([0, 1, 2]), np.array([0, 0, 0]), np.array([1, 1, 2]), 3, 1, 3)
    >>> leave_one_out_scores(panel, np.array([[0, 2, 1]])).values.tolist()
    [100.0, 100.0, 0.0]
    """
    credit, counted = leave_one_out_credits(counts)
    others = (counts.sum(axis=1) > 0).astype(float)
    counted = np.column_stack([others, others, counted])
    everywhere: Flags = np.ones(counts.shape[0], dtype=bool)
    mean, answered = mean_by_person(panel, with_no_credit(credit), everywhere)
    share, _ = mean_by_person(panel, counted, everywhere)
    n = np.rint(share * answered)
    score = FULL * mean * answered / np.maximum(n, 1)
    return Column.of(score, {Reason.NO_OVERLAP: n == 0})


def panel_scale(scores: Column) -> PanelScale | Undefined:
    """Where the panel stands and how far it spreads, from its leave-one-out scores.

    Undefined: fewer than two panellists with a score (too few raters); all of them score the same
    (the panel does not vary).

    >>> panel_scale(Column.of(np.array([70.0, 80.0, 90.0])))
    PanelScale(mean=80.0, sd=10.0, n=3)
    """
    known = scores.defined()
    if known.size < 2:
        return Undefined.because(Reason.TOO_FEW_RATERS)
    if float(np.ptp(known)) < LEAST_SPREAD:
        return Undefined.because(Reason.PANEL_ALIKE)
    return PanelScale(float(known.mean()), float(known.std(ddof=1)), int(known.size))


def scaled_80_5(raw: Column, scale: PanelScale | Undefined) -> Column:
    """Scores on the scale where the panel has mean 80 and standard deviation 5. Feedback only.

    ``80 + 5 (raw - mean) / sd``: Charlin et al. (2010), Assessment in the context of
    uncertainty using the script concordance test: more meaning for scores, Teaching and Learning
    in Medicine 22, 180-186. It may lie above 100 or below 0.
    Undefined: as ``raw``, and for all where the scale is.

    >>> scaled_80_5(Column.of(np.array([65.0])), PanelScale(80.0, 10.0, 3)).values.tolist()
    [72.5]
    """
    everybody = np.ones(len(raw), dtype=bool)
    if isinstance(scale, Undefined):
        return Column.of(raw.values, {scale.reason: everybody})
    values = PANEL_MEAN + PANEL_SD * (raw.values - scale.mean) / scale.sd
    unknown = raw.reasons != np.array(None)
    reasons = {reason: raw.reasons == reason for reason in set(raw.reasons[unknown].tolist())}
    return Column.of(values, reasons)
