"""Actions and review interval against the panel's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core import (
    ActionJudgement,
    IntervalJudgement,
    Reason,
    Undefined,
    Votes,
    judge_actions,
    judge_interval,
)

VOTES = {"visit": 9, "housing": 6, "work": 3, "curfew": 1, "device_check": 0}
RESTRICTIVE = {"curfew", "device_check", "tag"}


def test_each_action_falls_under_one_heading():
    chosen = {"visit", "work", "curfew", "device_check", "tag", "hobby"}
    assert judge_actions(chosen, VOTES, 12, RESTRICTIVE) == ActionJudgement(
        endorsed=frozenset({"visit"}),
        missing=frozenset({"housing"}),
        unneeded=frozenset({"work", "curfew", "hobby"}),
        disproportionate=frozenset({"device_check", "tag"}),
    )


def test_half_of_the_panel_endorses():
    assert judge_actions({"housing"}, VOTES, 13, RESTRICTIVE).unneeded == {"housing"}


def test_choosing_nothing_misses_what_the_panel_endorses():
    assert judge_actions(set(), VOTES, 12, RESTRICTIVE).missing == {"visit", "housing"}


def test_without_a_panel_nothing_can_be_said():
    judged = judge_actions({"visit"}, {}, 0, RESTRICTIVE)
    assert isinstance(judged, Undefined)
    assert judged.reason is Reason.NO_RATINGS


@pytest.mark.parametrize("votes", [13, -1])
def test_counts_that_cannot_be_are_refused(votes):
    with pytest.raises(ValueError, match="whole panel"):
        judge_actions({"visit"}, {"visit": votes}, 12, RESTRICTIVE)


@given(
    st.sets(st.sampled_from([*sorted(VOTES), "tag"])),
    st.dictionaries(st.sampled_from(sorted(VOTES)), st.integers(0, 12)),
)
def test_the_headings_never_overlap_and_leave_nothing_out(chosen, votes):
    judged = judge_actions(chosen, votes, 12, RESTRICTIVE)
    headings = [judged.endorsed, judged.unneeded, judged.disproportionate]
    assert frozenset().union(*headings) == chosen
    assert sum(map(len, headings)) == len(chosen)
    assert not judged.missing & chosen


@pytest.mark.parametrize(
    ("band", "signed", "right"), [(0, -1, True), (1, 0, True), (2, 1, True), (3, 2, False)]
)
def test_an_interval_is_right_within_one_band_of_the_panels(band, signed, right):
    assert judge_interval(band, Votes((1, 7, 4, 0))) == IntervalJudgement((1,), signed, right)


def test_an_interval_is_measured_from_the_nearest_of_two_middle_bands():
    assert judge_interval(3, Votes((0, 6, 6, 0))) == IntervalJudgement((1, 2), 1, True)


def test_an_interval_nobody_chose_cannot_be_compared():
    judged = judge_interval(0, Votes((0, 0, 0)))
    assert isinstance(judged, Undefined)
    assert judged.reason is Reason.NO_RATINGS


def test_a_band_off_the_list_is_refused():
    with pytest.raises(ValueError, match="Band 4"):
        judge_interval(4, Votes((1, 7, 4, 0)))
