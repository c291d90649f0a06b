"""Little variation is told apart from disagreement."""

import numpy as np
import pytest

from scoring.core.item_health import Verdict, factor_health

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section D: four observers,
# twelve units, levels 1 to 5, with gaps; interval alpha is 0.849.
KRIPPENDORFF = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1],
    [None, None, 3, None],
]  # fmt: skip


def counted(rows, n_levels):
    return np.array([[row.count(level) for level in range(n_levels)] for row in rows])


def one(rows):
    [found] = factor_health(np.array(rows), np.zeros(len(rows), dtype=int))
    return found


def test_alpha_is_krippendorffs():
    found = one(counted([[x and x - 1 for x in row] for row in KRIPPENDORFF], 5))
    assert found.alpha == pytest.approx(0.849, abs=0.0005)
    assert found.verdict is Verdict.SOUND
    assert found.n_units == 11  # the unit rated once is nowhere


def test_cases_all_alike_on_a_factor_are_little_variation():
    found = one([[0, 9, 1, 0], [0, 10, 0, 0], [1, 9, 0, 0]])
    assert found.verdict is Verdict.LITTLE_VARIATION
    assert found.alpha < 0.1
    assert found.variation < 0.15


def test_raters_who_differ_on_cases_that_differ_are_disagreement():
    found = one([[3, 4, 3, 0], [2, 3, 3, 2], [0, 3, 4, 3], [3, 3, 2, 2]])
    assert found.verdict is Verdict.DISAGREEMENT
    assert found.agreeing < 0.4


def test_cases_that_differ_and_raters_who_agree_are_sound():
    assert one([[9, 1, 0, 0], [0, 1, 9, 0], [0, 0, 1, 9]]).verdict is Verdict.SOUND


def test_the_two_marks_can_be_moved():
    rows, factors = np.array([[3, 4, 3, 0], [0, 3, 4, 3]]), np.zeros(2, dtype=int)
    [easy] = factor_health(rows, factors, low_alpha=0.1)
    [strict] = factor_health(rows, factors, low_alpha=0.9, high_agreement=0.2)
    assert (easy.verdict, strict.verdict) == (Verdict.SOUND, Verdict.LITTLE_VARIATION)


def test_one_level_throughout_has_no_alpha_and_little_variation():
    found = one([[0, 5, 0], [0, 4, 0]])
    assert found.alpha.reason.value == "all_alike"
    assert (found.verdict, found.agreeing, found.variation) == (Verdict.LITTLE_VARIATION, 1, 0)


def test_one_unit_has_no_variation_between_units():
    assert one([[3, 4, 3, 0]]).variation.reason.value == "too_few_units"


def test_factors_are_told_apart_and_one_without_a_pair_is_unknown():
    counts = np.array([[5, 0, 0], [0, 1, 0], [0, 0, 5]])
    found = factor_health(counts, np.array([0, 1, 0]))
    assert [health.verdict for health in found] == [Verdict.SOUND, Verdict.UNKNOWN]
    assert found[1].alpha.reason.value == "no_overlap"


def test_no_units_have_no_factors():
    assert factor_health(np.zeros((0, 3), dtype=int), np.zeros(0, dtype=int)) == []


@pytest.mark.parametrize("factors", [[0], [0, -1]])
def test_a_unit_without_a_factor_is_refused(factors):
    with pytest.raises(ValueError, match="one factor"):
        factor_health(np.array([[1, 1], [1, 1]]), np.array(factors))
