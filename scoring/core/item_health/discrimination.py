"""Whether those who do well elsewhere do well on a unit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.item_health.figures import Figures, Flags
from scoring.core.ratings import Floats
from scoring.core.undefined import Reason, Undefined

FEWEST_PEOPLE = 10
Z_OF_95 = 1.959964


@dataclass(frozen=True, slots=True, eq=False)
class Discrimination:
    """Each item's correlation with how its people did on their other items, and how many they are.

    An item below 0 (``is_suspect``) is left out of a check that certifies, and looked at.
    """

    correlation: Figures
    n_people: NDArray[np.int64]
    fewest: int

    def of(self, item: int) -> float | Undefined:
        """One item's correlation, or why it has none."""
        if self.n_people[item] < self.fewest:
            return Undefined.because(Reason.TOO_FEW_RATERS)
        return self.correlation.of(item)

    @property
    def is_suspect(self) -> Flags:
        """Whether those who do well elsewhere do worse here."""
        suspect: Flags = self.correlation.is_defined & (self.correlation.values < 0)
        return suspect

    @property
    def is_surely_suspect(self) -> Flags:
        """Whether they do worse by more than chance: the 95% interval ends below 0.

        By Fisher's z, ``tanh(atanh(r) + 1.96 / sqrt(n - 3))``. Where nothing tells people apart,
        every second unit is below 0 by chance alone, so a list speaks of none but these.
        """
        n = np.maximum(self.n_people - 3, 1)
        r = np.clip(self.correlation.values, -1 + 1e-12, 1 - 1e-12)
        surely: Flags = self.is_suspect & (np.arctanh(r) + Z_OF_95 / np.sqrt(n) < 0)
        return surely


def discrimination(
    people: NDArray[np.integer],
    items: NDArray[np.integer],
    scores: Floats,
    n_people: int,
    n_items: int,
    fewest: int = FEWEST_PEOPLE,
) -> Discrimination:
    """Corrected correlation of every item's score with the rest score, over its people.

    ``people``, ``items`` and ``scores`` are of shape (n,), a place for each score; a person has
    one score on an item at most. The rest score is the person's mean over their *other* items of
    the score less that item's mean, so that whoever met easy cases is not thought better. On a
    complete table it is the plain item-rest correlation: point-biserial for right and wrong,
    point-polyserial for more steps (Henrysson 1963, Correction of item-total correlations in item
    analysis, Psychometrika 28, 211-218).

    Undefined: under ``fewest`` people with another item (too few raters), or no variation in
    either score (all alike). ValueError: arrays of unlike length, a number out of range, a score
    that is not finite.

    >>> people, items = np.repeat(np.arange(12), 3), np.tile(np.arange(3), 12)
    >>> able = people >= 6
    >>> scores = np.where(items == 2, ~able, able).astype(float)
    >>> discrimination(people, items, scores, 12, 3).is_suspect.tolist()
    [False, False, True]
    """
    _check(people, items, scores, n_people, n_items)
    answered = np.bincount(items, minlength=n_items)
    means = np.bincount(items, weights=scores, minlength=n_items) / np.maximum(answered, 1)
    above = scores - means[items]
    others = np.bincount(people, minlength=n_people)[people] - 1
    kept = others > 0
    rest = np.bincount(people, weights=above, minlength=n_people)[people] - above
    rest, above, items = rest[kept] / others[kept], above[kept], items[kept]
    return _correlated(items, above, rest, n_items, fewest)


def _correlated(
    items: NDArray[np.integer], one: Floats, other: Floats, n_items: int, fewest: int
) -> Discrimination:
    n = np.bincount(items, minlength=n_items)

    def centred(values: Floats) -> Floats:
        means = summed(values) / np.maximum(n, 1)
        less_mean: Floats = values - means[items]
        return less_mean

    def summed(values: Floats) -> Floats:
        return np.bincount(items, weights=values, minlength=n_items).astype(np.float64)

    one, other = centred(one), centred(other)
    of_one, of_other = summed(one**2), summed(other**2)
    # What is this small is rounding of scores that are all alike.
    nought = 1e-20 * np.maximum(n, 1)
    varies = (n >= fewest) & (of_one > nought) & (of_other > nought)
    below = np.where(varies, np.sqrt(of_one * of_other), 0.0)
    found = Figures.of_ratio(summed(one * other), below, Reason.ALL_ALIKE)
    return Discrimination(
        Figures(np.clip(found.values, -1, 1), varies, Reason.ALL_ALIKE), n, fewest
    )


def _check(
    people: NDArray[np.integer],
    items: NDArray[np.integer],
    scores: Floats,
    n_people: int,
    n_items: int,
) -> None:
    if not people.shape == items.shape == scores.shape == (scores.size,):
        raise ValueError("People, items and scores are one array each, of one length.")
    if not np.isfinite(scores).all():
        raise ValueError("A score is a finite number.")
    for codes, most in ((people, n_people), (items, n_items)):
        if codes.size and not 0 <= codes.min() <= codes.max() < most:
            raise ValueError("A person or item is out of range.")
