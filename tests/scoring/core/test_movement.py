"""How a movement between stages compares with the panel's, over every case there is."""

from itertools import product

import pytest

from scoring.core import Moved, judge_movement

LEVELS = range(4)


@pytest.mark.parametrize(
    ("before", "after", "key_before", "key_after", "mine", "panel", "verdict"),
    [
        (1, 3, (1,), (3,), 2, 2, Moved.AS_PANEL),
        (0, 2, (1,), (3,), 2, 2, Moved.AS_PANEL),
        (1, 1, (2,), (2,), 0, 0, Moved.AS_PANEL),
        (1, 2, (1,), (3,), 1, 2, Moved.LESS),
        (3, 2, (3,), (1,), -1, -2, Moved.LESS),
        (0, 3, (1,), (2,), 3, 1, Moved.MORE),
        (3, 0, (2,), (1,), -3, -1, Moved.MORE),
        (1, 1, (1,), (2,), 0, 1, Moved.MISSED),
        (1, 1, (2,), (1,), 0, -1, Moved.MISSED),
        (1, 2, (2,), (2,), 1, 0, Moved.NEEDLESS),
        (2, 1, (2,), (2,), -1, 0, Moved.NEEDLESS),
        (2, 1, (1,), (2,), -1, 1, Moved.OPPOSITE),
        (1, 2, (2,), (1,), 1, -1, Moved.OPPOSITE),
        # A key of two levels makes the panel's movement a range.
        (1, 1, (1, 2), (2,), 0, 0, Moved.AS_PANEL),
        (1, 2, (1, 2), (2,), 1, 1, Moved.AS_PANEL),
        (0, 3, (1, 2), (2,), 3, 1, Moved.MORE),
        (2, 1, (1, 2), (2, 3), -1, -1 + 1, Moved.NEEDLESS),
    ],
)
def test_a_movement_has_a_size_and_a_verdict(
    before, after, key_before, key_after, mine, panel, verdict
):
    moved = judge_movement(before, after, key_before, key_after)
    assert (moved.mine, moved.panel, moved.verdict) == (mine, panel, verdict)
    assert moved.signed == mine - panel


def test_turning_both_scales_round_turns_the_signs_and_keeps_the_verdict():
    for before, after, was, now in product(LEVELS, repeat=4):
        up = judge_movement(before, after, (was,), (now,))
        down = judge_movement(3 - before, 3 - after, (3 - was,), (3 - now,))
        assert (down.mine, down.panel, down.verdict) == (-up.mine, -up.panel, up.verdict)


def test_a_movement_is_the_panels_exactly_where_nothing_separates_them():
    for before, after, was, now in product(LEVELS, repeat=4):
        moved = judge_movement(before, after, (was,), (now,))
        assert (moved.verdict is Moved.AS_PANEL) is (after - before == now - was)
        assert (moved.signed == 0) is (moved.verdict is Moved.AS_PANEL)


@pytest.mark.parametrize(("was", "now"), [((), (1,)), ((1,), ())])
def test_without_a_key_level_there_is_nothing_to_compare(was, now):
    with pytest.raises(ValueError, match="no key level"):
        judge_movement(1, 2, was, now)
