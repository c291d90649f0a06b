"""What a panel's votes on one unit say: the key, how well the panel agrees, whether it is scored.

A unit is one factor at one stage of one case version. Distances are in levels of the scale.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations
from math import log2

from scoring.core.undefined import Reason, Undefined

MINIMUM_RATINGS = 5
"""Level ratings that a scored unit needs; a check that certifies asks for 10."""

MINIMUM_PANEL = 5
"""Panellists that an answer key ("not enough information", "not applicable") needs."""

LEAST_CONSENSUS = 0.6

# A bank has a few hundred units, and the same is asked of each for every answer to it.
_remembered = lru_cache(maxsize=10_000)


@dataclass(frozen=True, slots=True)
class Votes:
    """A panel's votes on one unit: how many gave each level, and how many gave no level.

    ``levels[k]`` is the number who gave level ``k``, so its length is the length of the scale.
    ValueError: a scale of fewer than two levels, or a negative count.

    >>> Votes((0, 2, 7, 2), not_enough=1).panellists
    12
    """

    levels: tuple[int, ...]
    not_enough: int = 0
    not_applicable: int = 0
    outside_field: int = 0

    def __post_init__(self) -> None:
        if len(self.levels) < 2:
            raise ValueError("A scale has two levels or more.")
        if min(*self.levels, self.not_enough, self.not_applicable, self.outside_field) < 0:
            raise ValueError("A number of votes cannot be negative.")

    @property
    def n_levels(self) -> int:
        """Length of the scale."""
        return len(self.levels)

    @property
    def ratings(self) -> int:
        """Panellists who gave a level."""
        return sum(self.levels)

    @property
    def panellists(self) -> int:
        """Panellists who answered; those outside their field are left out."""
        return self.ratings + self.not_enough + self.not_applicable


class Standing(StrEnum):
    """What a unit is used for."""

    SCORED = "scored"
    CONTESTED = "contested"
    TOO_FEW = "too_few"
    KEY_NOT_ENOUGH = "key_not_enough"
    KEY_NOT_APPLICABLE = "key_not_applicable"


def total_distances(votes: Votes) -> list[int]:
    """For each level, its distances to all ratings added up; whole numbers keep ties exact."""
    return [
        sum(n * abs(k - level) for k, n in enumerate(votes.levels))
        for level in range(votes.n_levels)
    ]


def expected_distance(level: int, votes: Votes) -> float | Undefined:
    """Mean distance, in levels, from one level to the panel's ratings: ``L(u, x)``.

    ``sum(n[k] * abs(k - x)) / sum(n)``, the expected absolute loss; least at the panel's median.
    Undefined: no ratings. ValueError: a level off the scale.

    >>> expected_distance(1, Votes((1, 4, 0))), expected_distance(2, Votes((1, 4, 0)))
    (0.2, 1.2)
    """
    if not 0 <= level < votes.n_levels:
        raise ValueError(f"Level {level} is not on a scale of {votes.n_levels}.")
    if not votes.ratings:
        return Undefined.because(Reason.NO_RATINGS)
    return total_distances(votes)[level] / votes.ratings


@_remembered
def least_distance(votes: Votes) -> float | Undefined:
    """The least expected distance that any level has, in levels: ``Lmin(u)``.

    Undefined: no ratings.

    >>> least_distance(Votes((1, 4, 0)))
    0.2
    """
    if not votes.ratings:
        return Undefined.because(Reason.NO_RATINGS)
    return min(total_distances(votes)) / votes.ratings


@_remembered
def key_levels(votes: Votes) -> tuple[int, ...]:
    """The panel's middle: the levels whose expected distance is least, lowest first.

    One level, or a run of neighbours where the median falls between them. Ties are exact.
    Empty: no ratings.

    >>> key_levels(Votes((0, 2, 7, 3))), key_levels(Votes((0, 6, 6, 0)))
    ((2,), (1, 2))
    """
    if not votes.ratings:
        return ()
    totals = total_distances(votes)
    return tuple(level for level, total in enumerate(totals) if total == min(totals))


@_remembered
def mean_distance_between_panellists(votes: Votes) -> float | Undefined:
    """Mean distance, in levels, between two different panellists: ``W(u)``.

    Gini's mean difference over all pairs. Never less than the least distance.
    Undefined: fewer than two ratings.

    >>> mean_distance_between_panellists(Votes((1, 2, 0)))  # pairs: 1, 1 and 0 apart
    0.6666666666666666
    """
    if votes.ratings < 2:
        return Undefined.because(Reason.TOO_FEW_RATINGS)
    apart = sum(
        n * m * (high - low) for (low, n), (high, m) in combinations(enumerate(votes.levels), 2)
    )
    return 2 * apart / (votes.ratings * (votes.ratings - 1))


def consensus(votes: Votes) -> float | Undefined:
    """How closely the panel agrees: 1 where all gave one level, 0 where half gave each end.

    ``1 + sum(p[k] * log2(1 - abs(k - mean) / (K - 1)))``: Tastle and Wierman (2007), Consensus and
    dissention, International Journal of Approximate Reasoning 45, 531-545.
    Undefined: no ratings.

    >>> consensus(Votes((0, 12, 0, 0))), consensus(Votes((6, 0, 0, 6)))
    (1.0, 0.0)
    """
    if not votes.ratings:
        return Undefined.because(Reason.NO_RATINGS)
    return _consensus(votes.levels)


def _consensus(levels: tuple[int, ...]) -> float:
    ratings = sum(levels)
    mean = sum(k * n for k, n in enumerate(levels)) / ratings
    return 1 + sum(
        n / ratings * log2(1 - abs(k - mean) / (len(levels) - 1)) for k, n in enumerate(levels) if n
    )


def is_polarised(votes: Votes) -> bool:
    """Whether two levels that are not neighbours each have 30% of the ratings or more.

    >>> is_polarised(Votes((4, 2, 4, 0))), is_polarised(Votes((5, 5, 0, 0)))
    (True, False)
    """
    crowded = [k for k, n in enumerate(votes.levels) if n and 10 * n >= 3 * votes.ratings]
    return any(high - low > 1 for low, high in combinations(crowded, 2))


def is_contested(votes: Votes) -> bool:
    """Whether the panel is so split that the unit is shown but not scored.

    Polarised; or consensus below .6, and still so after leaving out the one panellist whose
    absence raises it most, so that a single far-off rating cannot do it.
    No ratings: not contested, since nobody disagrees.

    >>> is_contested(Votes((3, 3, 3, 3))), is_contested(Votes((1, 0, 0, 9)))
    (True, False)
    """
    if votes.ratings < 2:
        return False
    if is_polarised(votes):
        return True
    if _consensus(votes.levels) >= LEAST_CONSENSUS:
        return False
    return all(
        _consensus((*votes.levels[:k], n - 1, *votes.levels[k + 1 :])) < LEAST_CONSENSUS
        for k, n in enumerate(votes.levels)
        if n
    )


@_remembered
def standing(votes: Votes, minimum: int = MINIMUM_RATINGS) -> Standing:
    """What a unit is used for, from its votes.

    In this order, with panellists outside their field left out:

    1. five panellists or more, and at least half gave the *same* answer without a level: that
       answer is the key (a panel divided evenly between the two such answers is contested);
    2. fewer than ``minimum`` level ratings: too few;
    3. contested (see ``is_contested``); 4. otherwise scored.

    >>> standing(Votes((0, 1, 5, 0), not_enough=6)).value
    'key_not_enough'
    >>> standing(Votes((0, 1, 5, 0), not_enough=3, not_applicable=3)).value
    'scored'
    """
    if votes.panellists >= MINIMUM_PANEL:
        half_not_enough = 2 * votes.not_enough >= votes.panellists
        half_not_applicable = 2 * votes.not_applicable >= votes.panellists
        if half_not_enough and half_not_applicable:
            return Standing.CONTESTED
        if half_not_enough:
            return Standing.KEY_NOT_ENOUGH
        if half_not_applicable:
            return Standing.KEY_NOT_APPLICABLE
    if votes.ratings < minimum:
        return Standing.TOO_FEW
    return Standing.CONTESTED if is_contested(votes) else Standing.SCORED


def is_wrong_tool(votes: int, panel_size: int) -> bool:
    """Whether the panel's answer to a whole case is that ARMS is not the tool for it.

    The rule of an answer without a level: five panellists or more, and at least half of them said
    so. ValueError: more votes than panellists, or a negative number.

    >>> is_wrong_tool(6, 12), is_wrong_tool(5, 12), is_wrong_tool(4, 4)
    (True, False, False)
    """
    if not 0 <= votes <= panel_size:
        raise ValueError(f"{votes} of {panel_size} panellists cannot have said so.")
    return panel_size >= MINIMUM_PANEL and 2 * votes >= panel_size


@_remembered
def excess(level: int, votes: Votes) -> float | Undefined:
    """What an answer costs, in levels, beyond the best answer: ``L(u, x) - Lmin(u)``.

    0 for the panel's middle, and never less. Undefined: no ratings. ValueError: off the scale.

    >>> excess(2, Votes((1, 4, 0)))
    1.0
    """
    if not 0 <= level < votes.n_levels:
        raise ValueError(f"Level {level} is not on a scale of {votes.n_levels}.")
    if not votes.ratings:
        return Undefined.because(Reason.NO_RATINGS)
    totals = total_distances(votes)
    return (totals[level] - min(totals)) / votes.ratings


def signed_distance(level: int, key: tuple[int, ...]) -> int:
    """Signed distance, in levels, to the nearest key level; below 0 is lower than the panel.

    ValueError: an empty key.

    >>> [signed_distance(level, (1, 2)) for level in range(4)]
    [-1, 0, 0, 1]
    """
    if not key:
        raise ValueError("There is no key level to measure from.")
    return level - min(key, key=lambda k: abs(level - k))
