"""Two groups' means compared: Welch's interval, against published figures and by properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.core.groups import Sample, mean_difference
from scoring.core.undefined import Reason, Undefined

# Cushny and Peebles 1905, used by Student 1908, Biometrika 6, 1-25: hours of sleep gained by ten
# patients each on two drugs. Welch's test of them is the example of t.test in R's documentation:
# t = -1.8608, df = 17.776, p = 0.07939, 95% interval of the difference -3.3654832 to 0.2054832.
FIRST = (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0)
SECOND = (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4)
levels = st.lists(st.integers(0, 3), min_size=2, max_size=60)


def sample(values):
    return Sample(len(values), sum(values), sum(value * value for value in values))


def test_welchs_published_example():
    found = mean_difference(sample(FIRST), sample(SECOND))
    assert found.estimate.value == pytest.approx(1.58)
    assert found.p == pytest.approx(0.07939, abs=5e-6)
    assert found.estimate.low == pytest.approx(-0.2054832, abs=5e-7)
    assert found.estimate.high == pytest.approx(3.3654832, abs=5e-7)


@given(levels, levels)
def test_turning_the_groups_round_turns_the_sign(first, second):
    one, other = (
        mean_difference(sample(first), sample(second)),
        mean_difference(sample(second), sample(first)),
    )
    if isinstance(one, Undefined):
        assert one == other
    else:
        assert one.estimate.value == pytest.approx(-other.estimate.value)
        assert one.p == pytest.approx(other.p)
        assert one.estimate.low == pytest.approx(-other.estimate.high)


@given(levels, levels)
def test_the_interval_holds_the_difference_and_p_agrees_with_it(first, second):
    found = mean_difference(sample(first), sample(second))
    if not isinstance(found, Undefined):
        assert found.estimate.low <= found.estimate.value <= found.estimate.high
        outside = found.estimate.low > 1e-9 or found.estimate.high < -1e-9
        assert not outside or found.p < 0.0500001


def test_one_person_is_too_few_to_compare():
    found = mean_difference(sample([1]), sample([1, 2]))
    assert found == Undefined.because(Reason.TOO_FEW_RATERS)


def test_two_groups_of_one_level_each_say_nothing_of_chance():
    found = mean_difference(sample([1, 1]), sample([2, 2]))
    assert found == Undefined.because(Reason.ALL_ALIKE)


@pytest.mark.parametrize("sums", [(-1, 0, 0), (3, 6, 1)])
def test_sums_that_no_levels_have_are_refused(sums):
    with pytest.raises(ValueError, match="No levels"):
        Sample(*sums)
