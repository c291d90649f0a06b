"""What a panel's votes say, by hand and as laws that hold for any votes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import (
    Reason,
    Standing,
    Undefined,
    Votes,
    consensus,
    excess,
    expected_distance,
    is_contested,
    is_polarised,
    is_wrong_tool,
    key_levels,
    least_distance,
    mean_distance_between_panellists,
    signed_distance,
    standing,
)

NOBODY = Votes((0, 0, 0, 0))

votes = st.builds(
    Votes,
    st.lists(st.integers(0, 8), min_size=2, max_size=6)
    .map(tuple)
    .filter(lambda levels: sum(levels) > 0),
)


def reason(value: object) -> Reason:
    assert isinstance(value, Undefined)
    assert value.words
    return value.reason


def test_expected_distance_is_the_mean_distance_to_all_ratings():
    panel = Votes((0, 2, 7, 3))
    assert [expected_distance(level, panel) for level in range(4)] == [
        25 / 12,
        13 / 12,
        5 / 12,
        11 / 12,
    ]
    assert least_distance(panel) == 5 / 12
    assert excess(0, panel) == 20 / 12


def test_the_key_is_the_median_and_both_neighbours_when_it_falls_between_them():
    assert key_levels(Votes((0, 2, 7, 3))) == (2,)
    assert key_levels(Votes((6, 0, 6, 0))) == (0, 1, 2)
    assert key_levels(Votes((0, 6, 6, 0))) == (1, 2)


def test_the_distance_to_a_key_of_several_levels_is_to_the_nearest():
    assert [signed_distance(level, (1, 2)) for level in range(5)] == [-1, 0, 0, 1, 2]


def test_two_panellists_drawn_at_random_differ_by_the_mean_over_all_pairs():
    assert mean_distance_between_panellists(Votes((0, 2, 7, 3))) == pytest.approx(47 / 66)
    assert mean_distance_between_panellists(Votes((0, 9, 0, 0))) == 0


def test_consensus_runs_from_one_to_nought():
    assert consensus(Votes((0, 0, 12, 0))) == 1
    assert consensus(Votes((6, 0, 0, 6))) == 0
    # Half at level 0 and half at level 1: mean .5, so 1 + log2(1 - .5 / 3).
    assert consensus(Votes((6, 6, 0, 0))) == pytest.approx(0.736966, abs=1e-6)


def test_what_nobody_rated_is_undefined():
    assert reason(expected_distance(1, NOBODY)) is Reason.NO_RATINGS
    assert reason(excess(1, NOBODY)) is Reason.NO_RATINGS
    assert reason(least_distance(NOBODY)) is Reason.NO_RATINGS
    assert reason(consensus(NOBODY)) is Reason.NO_RATINGS
    assert reason(mean_distance_between_panellists(NOBODY)) is Reason.TOO_FEW_RATINGS
    assert key_levels(NOBODY) == ()
    assert not is_contested(NOBODY)


def test_one_panellist_has_no_distance_to_another():
    alone = mean_distance_between_panellists(Votes((0, 1, 0, 0)))
    assert reason(alone) is Reason.TOO_FEW_RATINGS


@pytest.mark.parametrize("level", [-1, 4])
def test_a_level_off_the_scale_is_refused(level):
    with pytest.raises(ValueError, match="not on a scale of 4"):
        expected_distance(level, Votes((0, 2, 7, 3)))
    with pytest.raises(ValueError, match="not on a scale of 4"):
        excess(level, Votes((0, 2, 7, 3)))


def test_votes_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="two levels"):
        Votes((5,))
    with pytest.raises(ValueError, match="negative"):
        Votes((1, -1))
    with pytest.raises(ValueError, match="negative"):
        Votes((1, 1), outside_field=-1)
    with pytest.raises(ValueError, match="no key level"):
        signed_distance(1, ())


def test_polarised_needs_three_tenths_at_each_of_two_levels_that_are_not_neighbours():
    assert is_polarised(Votes((3, 4, 3, 0)))
    assert not is_polarised(Votes((2, 5, 3, 0)))
    assert not is_polarised(Votes((5, 5, 0, 0)))


def test_a_single_far_off_rating_does_not_make_a_unit_contested():
    assert consensus(Votes((1, 0, 0, 9))) < 0.6
    assert standing(Votes((1, 0, 0, 9))) is Standing.SCORED


def test_two_far_off_ratings_may():
    assert standing(Votes((2, 1, 0, 6))) is Standing.CONTESTED


def test_a_polarised_unit_is_contested_whatever_its_consensus():
    panel = Votes((4, 2, 4, 0))
    assert consensus(panel) >= 0.4
    assert standing(panel) is Standing.CONTESTED


def test_fewer_ratings_than_the_minimum_are_too_few():
    assert standing(Votes((0, 0, 4, 0))) is Standing.TOO_FEW
    assert standing(Votes((0, 0, 5, 0))) is Standing.SCORED
    assert standing(Votes((0, 0, 9, 0)), minimum=10) is Standing.TOO_FEW
    assert standing(NOBODY) is Standing.TOO_FEW


def test_half_a_panel_that_gives_the_same_answer_without_a_level_makes_it_the_key():
    assert standing(Votes((0, 0, 6, 0), not_enough=6)) is Standing.KEY_NOT_ENOUGH
    assert standing(Votes((0, 0, 6, 0), not_applicable=6)) is Standing.KEY_NOT_APPLICABLE
    assert standing(Votes((0, 0, 7, 0), not_enough=6)) is Standing.SCORED


def test_such_a_key_wins_over_contested_level_votes():
    assert standing(Votes((3, 0, 0, 3), not_enough=6)) is Standing.KEY_NOT_ENOUGH


def test_the_two_answers_without_a_level_are_not_pooled():
    assert standing(Votes((0, 0, 6, 0), not_enough=4, not_applicable=4)) is Standing.SCORED
    assert standing(Votes((0, 0, 2, 0), not_enough=4, not_applicable=4)) is Standing.TOO_FEW


def test_a_panel_divided_evenly_between_the_two_is_contested():
    assert standing(Votes((0, 0, 0, 0), not_enough=6, not_applicable=6)) is Standing.CONTESTED


def test_such_a_key_needs_five_panellists():
    assert standing(Votes((0, 0, 0, 0), not_enough=4)) is Standing.TOO_FEW
    assert standing(Votes((0, 0, 2, 0), not_enough=3)) is Standing.KEY_NOT_ENOUGH


def test_panellists_outside_their_field_are_left_out():
    panel = Votes((0, 0, 4, 0), not_enough=4, outside_field=9)
    assert panel.panellists == 8
    assert standing(panel) is Standing.KEY_NOT_ENOUGH
    assert standing(Votes((0, 0, 4, 0), outside_field=9)) is Standing.TOO_FEW


@given(votes)
def test_the_key_is_a_run_of_levels_between_the_lowest_and_the_highest_vote(panel):
    key = key_levels(panel)
    used = [level for level, n in enumerate(panel.levels) if n]
    assert key == tuple(range(key[0], key[-1] + 1))
    assert used[0] <= key[0] <= key[-1] <= used[-1]


@given(votes)
def test_no_answer_costs_less_than_the_key_and_the_key_costs_nothing(panel):
    key = key_levels(panel)
    for level in range(panel.n_levels):
        assert excess(level, panel) >= 0
        assert (excess(level, panel) == 0) == (level in key)


@given(votes)
def test_a_mirrored_scale_mirrors_the_key_and_keeps_the_rest(panel):
    mirrored = Votes(panel.levels[::-1])
    last = panel.n_levels - 1
    assert key_levels(mirrored) == tuple(sorted(last - level for level in key_levels(panel)))
    assert consensus(mirrored) == pytest.approx(consensus(panel))
    assert is_polarised(mirrored) == is_polarised(panel)
    assert mean_distance_between_panellists(mirrored) == mean_distance_between_panellists(panel)


@given(votes)
def test_consensus_stays_between_nought_and_one(panel):
    assert -1e-9 <= consensus(panel) <= 1 + 1e-9


@given(votes.filter(lambda panel: panel.ratings > 1))
def test_panellists_are_never_nearer_to_each_other_than_to_their_middle(panel):
    assert mean_distance_between_panellists(panel) >= least_distance(panel) - 1e-12


@given(votes, st.integers(0, 20))
def test_panellists_outside_their_field_never_change_the_standing(panel, outside):
    assert standing(Votes(panel.levels, outside_field=outside)) is standing(panel)


@pytest.mark.parametrize("votes", [-1, 7])
def test_more_stops_than_panellists_or_fewer_than_none_are_refused(votes):
    with pytest.raises(ValueError, match="of 6 panellists"):
        is_wrong_tool(votes, 6)
