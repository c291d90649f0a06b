"""Whether group totals, subtracted from one another, are about only a few people."""

from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_equal

from scoring.core.groups import tells_of_fewer


def by_trying(people, enough):
    """Every set of fewer people: whether leaving them out makes some total needless."""
    known = np.array(
        [
            [each[way] == group for each in people]
            for way in (0, 1)
            for group in {each[way] for each in people} - {None}
        ],
        dtype=float,
    ).reshape(-1, len(people))
    rank = np.linalg.matrix_rank(known) if known.size else 0
    return any(
        np.linalg.matrix_rank(np.delete(known, few, axis=1)) < rank
        for n in range(1, enough)
        for few in combinations(range(len(people)), n)
        if known.size
    )


@pytest.mark.parametrize("seed", range(150))
def test_it_is_what_trying_every_few_people_finds(seed):
    rng = np.random.default_rng(seed)
    ways = [[*range(rng.integers(1, 5)), None], [*range(rng.integers(1, 4)), None]]
    people = [
        tuple(groups[rng.integers(len(groups))] for groups in ways)
        for _ in range(rng.integers(3, 12))
    ]
    enough = int(rng.integers(1, 5))
    assert_equal(tells_of_fewer(people, enough), by_trying(people, enough))


def test_the_same_groups_twice_tell_nothing_new():
    assert not tells_of_fewer([("a", "x")] * 5 + [("b", "y")] * 5, 5)


def test_a_swap_of_one_for_another_tells_of_both():
    people = [("a", "x")] * 4 + [("a", None), ("b", "x")] + [("b", None)] * 4
    assert tells_of_fewer(people, 5)
    assert not tells_of_fewer(people, 2)


def test_three_groups_together_can_tell_what_no_two_do():
    """Two teams are two fives but for one swap, and neither team is near to either five."""
    people = [("a", "x")] * 3 + [("a", "y")] * 2 + [("b", "x")] * 3 + [("b", "y")] * 1
    people += [("b", None), (None, "y")]
    people += [(None, "y")] * 2
    assert tells_of_fewer(people, 5)


def test_of_nobody_nothing_is_told():
    assert not tells_of_fewer([], 5)
    assert not tells_of_fewer([(None, None)], 5)
