"""Words for coefficients: earned by the interval, not by the point."""

import pytest

from scoring.core import Estimate, Reason
from scoring.core.agreement import Step, Verdict, benchmark


def test_gwets_example_is_moderate_and_not_substantial():
    # AC1 .775 with a standard error of .143: Gwet 2014, Handbook, ch. 6, on the table of
    # published.four_raters.
    found = benchmark(Estimate(0.775, 0.143))
    assert found.word == "moderate"
    assert found.probability == pytest.approx(0.995, abs=1e-3)


def test_the_same_value_known_better_is_worth_more():
    found = [benchmark(Estimate(0.775, se)) for se in (0.5, 0.2, 0.1, 0.01)]
    assert [each.word for each in found] == ["poor", "moderate", "substantial", "substantial"]
    assert all(0.95 <= each.probability <= 1 for each in found)


@pytest.mark.parametrize(
    ("value", "word"), [(1.0, "almost perfect"), (0.8, "almost perfect"), (0.79, "substantial")]
)
def test_a_value_that_is_certain_is_worth_its_own_step(value, word):
    assert benchmark(Estimate(value, 0.0)) == Verdict(word, 1.0)


def test_below_nought_is_poor():
    assert benchmark(Estimate(-0.5, 0.1)) == Verdict("poor", 1.0)


def test_other_steps():
    steps = [Step("no", -1.0), Step("yes", 0.7)]
    assert benchmark(Estimate(0.9, 0.05), steps).word == "yes"
    assert benchmark(Estimate(0.75, 0.05), steps).word == "no"


def test_without_a_standard_error_there_is_no_verdict():
    assert benchmark(Estimate(0.9)).reason is Reason.TOO_FEW_UNITS


@pytest.mark.parametrize(
    "steps", [[], [Step("a", 0.0)], [Step("a", -1.0), Step("b", 0.5), Step("c", 0.5)]]
)
def test_steps_that_do_not_ascend_are_refused(steps):
    with pytest.raises(ValueError, match="ascend"):
        benchmark(Estimate(0.9, 0.1), steps)
