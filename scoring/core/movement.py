"""How a rating moved from one stage of a case to a later one, beside how the panel's moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Moved(StrEnum):
    """A person's movement compared with the panel's."""

    AS_PANEL = "as_panel"
    LESS = "less"
    MORE = "more"
    MISSED = "missed"
    NEEDLESS = "needless"
    OPPOSITE = "opposite"


@dataclass(frozen=True, slots=True)
class Movement:
    """Levels moved between two stages, up positive.

    ``panel`` is the movement of the panel's key that lies nearest to ``mine``: where a key has two
    levels, the panel's movement is a range, and any movement within it is the panel's.
    """

    mine: int
    panel: int
    verdict: Moved

    @property
    def signed(self) -> int:
        """How many levels further up (or, below 0, down) than the panel the person moved."""
        return self.mine - self.panel


def judge_movement(
    before: int, after: int, key_before: Sequence[int], key_after: Sequence[int]
) -> Movement:
    """Compare the move from ``before`` to ``after`` with the panel's between the same stages.

    The panel's movement is every difference between a key level after and one before, in levels;
    with one key level each it is one number. In this order: a move within that range is the
    panel's; a move where the panel stayed is needless; none where it moved is missed; one to the
    other side is opposite; else it is less or more than the panel's. Our own rule, for want of a
    published one; it is shown and never scored. ValueError: an empty key.

    >>> judge_movement(1, 2, (1,), (3,))
    Movement(mine=1, panel=2, verdict=<Moved.LESS: 'less'>)
    >>> judge_movement(1, 1, (1, 2), (2,)).verdict.value
    'as_panel'
    """
    if not key_before or not key_after:
        raise ValueError("There is no key level to measure a movement from.")
    mine = after - before
    least = min(key_after) - max(key_before)
    most = max(key_after) - min(key_before)
    if least <= mine <= most:
        return Movement(mine, mine, Moved.AS_PANEL)
    panel = least if mine < least else most
    return Movement(mine, panel, _verdict(mine, panel))


def _verdict(mine: int, panel: int) -> Moved:
    if panel == 0:
        return Moved.NEEDLESS
    if mine == 0:
        return Moved.MISSED
    if (mine > 0) is not (panel > 0):
        return Moved.OPPOSITE
    return Moved.LESS if abs(mine) < abs(panel) else Moved.MORE
