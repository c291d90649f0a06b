"""Actions and review interval chosen for a case, against the panel's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scoring.core.panel import Votes, key_levels, signed_distance
from scoring.core.undefined import Reason, Undefined


@dataclass(frozen=True, slots=True)
class ActionJudgement:
    """Actions sorted against the panel's: each stands in one set at most.

    ``endorsed``: chosen, and by at least half of the panel. ``missing``: chosen by at least half
    of the panel only. ``disproportionate``: chosen, restrictive, and by no panellist.
    ``unneeded``: any other that was chosen, by under half.
    """

    endorsed: frozenset[str]
    missing: frozenset[str]
    unneeded: frozenset[str]
    disproportionate: frozenset[str]


@dataclass(frozen=True, slots=True)
class IntervalJudgement:
    """A review interval against the panel's middle band or bands, in bands; right within one."""

    panel_bands: tuple[int, ...]
    signed: int
    right: bool


def judge_actions(
    chosen: Collection[str],
    votes: Mapping[str, int],
    panel_size: int,
    restrictive: Collection[str],
) -> ActionJudgement | Undefined:
    """Compare the actions a person chose with the panel's.

    ``votes`` counts the panellists who chose each action, of ``panel_size``; ``restrictive`` names
    the actions that limit the person, since over-restriction is an error too.
    Undefined: no panel. ValueError: a count below 0 or above the size of the panel.

    >>> judged = judge_actions({"visit", "curfew"}, {"visit": 9, "housing": 6}, 12, {"curfew"})
    >>> sorted(judged.endorsed), sorted(judged.missing), sorted(judged.disproportionate)
    (['visit'], ['housing'], ['curfew'])
    """
    if not panel_size:
        return Undefined.because(Reason.NO_RATINGS)
    if any(not 0 <= n <= panel_size for n in votes.values()):
        raise ValueError("An action has between no votes and the whole panel's.")
    taken = frozenset(chosen)
    wanted = frozenset(action for action, n in votes.items() if n and 2 * n >= panel_size)
    by_nobody = frozenset(action for action in taken if not votes.get(action, 0))
    disproportionate = by_nobody & frozenset(restrictive)
    return ActionJudgement(
        endorsed=taken & wanted,
        missing=wanted - taken,
        unneeded=taken - wanted - disproportionate,
        disproportionate=disproportionate,
    )


def judge_interval(band: int, votes: Votes) -> IntervalJudgement | Undefined:
    """Compare a review interval with the panel's: right within one band of its middle.

    ``votes.levels[b]`` counts the panellists who chose band ``b``, soonest first.
    Undefined: no ratings. ValueError: a band that is not on the list.

    >>> judge_interval(3, Votes((1, 7, 4, 0)))
    IntervalJudgement(panel_bands=(1,), signed=2, right=False)
    """
    if not 0 <= band < votes.n_levels:
        raise ValueError(f"Band {band} is not among {votes.n_levels}.")
    bands = key_levels(votes)
    if not bands:
        return Undefined.because(Reason.NO_RATINGS)
    signed = signed_distance(band, bands)
    return IntervalJudgement(bands, signed, abs(signed) <= 1)
