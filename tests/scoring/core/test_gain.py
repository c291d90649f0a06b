"""The gain of a course on two forms in both orders, and what is left of it later."""

import numpy as np
import pytest

from scoring.core.gain import change_over_forms, gain_of_two_orders
from tests.scoring.core.pages import figure, interval, page

# Senn (2002), Cross-over Trials in Clinical Research, ch. 3: peak flow of 13 children, first and
# second visit; seven had formoterol first, six salbutamol first.
FORMOTEROL_FIRST = [
    (310, 270), (310, 260), (370, 300), (410, 390), (250, 210), (380, 350), (330, 365),
]  # fmt: skip
SALBUTAMOL_FIRST = [(370, 385), (310, 400), (380, 410), (290, 320), (260, 340), (90, 220)]


def differences(pairs):
    return [after - before for before, after in pairs]


def by_least_squares(one, other):
    """The same two effects from a model with an effect for every child, solved as it stands."""
    people = len(one) + len(other)
    rows, values = [], []
    for child, pair in enumerate([*one, *other]):
        for visit, value in enumerate(pair):
            own = [0.0] * people
            own[child] = 1.0
            has_second = visit if child < len(one) else 1 - visit
            rows.append([*own, float(visit), float(has_second)])
            values.append(value)
    design, y = np.array(rows), np.array(values, dtype=float)
    found = np.linalg.solve(design.T @ design, design.T @ y)
    freedom = len(values) - people - 2
    residual = y - design @ found
    variance = float(residual @ residual) / freedom
    errors = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * variance)
    return found[-2:], errors[-2:], freedom


def test_the_asthma_trial_agrees_with_a_model_of_every_child():
    found = gain_of_two_orders(differences(FORMOTEROL_FIRST), differences(SALBUTAMOL_FIRST))
    values, errors, freedom = by_least_squares(FORMOTEROL_FIRST, SALBUTAMOL_FIRST)
    assert found.freedom == freedom == 11
    assert (found.gain.value, found.forms.value) == pytest.approx(tuple(values))
    assert (found.gain.se, found.forms.se) == pytest.approx(tuple(errors))
    # Salbutamol is the second form here: 46.6 litres a minute below formoterol.
    assert found.forms.value == pytest.approx(-46.607, abs=0.001)
    assert (found.forms.low, found.forms.high) == pytest.approx((-70.33, -22.89), abs=0.01)
    assert found.gain.value == pytest.approx(15.893, abs=0.001)


def test_a_form_that_is_easier_is_no_gain_and_a_gain_is_not_the_form():
    one, other = np.array([2.0, 5.0, 3.0, 4.0]), np.array([1.0, 6.0])
    plain = gain_of_two_orders(one, other)
    easier = gain_of_two_orders(one + 30, other - 30)
    assert easier.gain.value == pytest.approx(plain.gain.value)
    assert easier.gain.se == pytest.approx(plain.gain.se)
    assert easier.forms.value == pytest.approx(plain.forms.value + 30)
    better = gain_of_two_orders(one + 7, other + 7)
    assert better.gain.value == pytest.approx(plain.gain.value + 7)
    assert better.forms.value == pytest.approx(plain.forms.value)


def test_naming_the_forms_the_other_way_round_turns_only_their_difference():
    one, other = [2, 5, 3, 4], [1, 6]
    there, back = gain_of_two_orders(one, other), gain_of_two_orders(other, one)
    assert back.gain.value == pytest.approx(there.gain.value)
    assert back.gain.se == pytest.approx(there.gain.se)
    assert back.forms.value == pytest.approx(-there.forms.value)


def test_each_order_counts_once_whatever_its_number():
    assert gain_of_two_orders([10.0] * 8 + [12.0], [0.0, 2.0]).gain.value == pytest.approx(
        ((8 * 10 + 12) / 9 + 1) / 2
    )


def test_the_interval_holds_the_true_gain_nineteen_times_in_twenty():
    """2,000 data sets; four Monte Carlo errors of a share of .95 are .0195."""
    generator = np.random.default_rng(20267)
    truth, form, held, held_later = 0.12, 0.3, 0, 0
    for _ in range(2_000):
        n, m = generator.integers(4, 9, size=2)
        one = truth + form + generator.normal(0, 0.15, n)
        other = truth - form + generator.normal(0, 0.15, m)
        found = gain_of_two_orders(one, other).gain
        held += found.low <= truth <= found.high
        moved = generator.choice([-1, 0, 1], size=12)
        moved[:2] = 1, 0
        later = change_over_forms(truth + form * moved + generator.normal(0, 0.15, 12), moved)
        held_later += later.gain.low <= truth <= later.gain.high
    assert held / 2_000 == pytest.approx(0.95, abs=0.0195)
    assert held_later / 2_000 == pytest.approx(0.95, abs=0.0195)


def test_later_points_know_who_changed_forms_and_who_did_not():
    # 1 + 5 * moved, and nothing else: the fit is exact, and has no spread.
    found = change_over_forms([6, 1, -4, 6, 1], [1, 0, -1, 1, 0])
    assert found.gain.value == pytest.approx(1)
    assert found.forms.value == pytest.approx(5)
    assert found.gain.low is found.gain.se is None
    both = change_over_forms([2, 5, 3, 4, 1, 6], [1, 1, 1, 1, -1, -1])
    assert both == gain_of_two_orders([2, 5, 3, 4], [1, 6])


def test_one_form_twice_is_the_textbook_interval_of_a_mean():
    # Student (1908), The probable error of a mean: hours of sleep gained by ten people, second less
    # first drug. Mean 1.58, sd 1.23 (with n - 1), t(9) = 2.262.
    sleep = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    found = change_over_forms(sleep, [0] * 10)
    assert found.forms is None
    assert found.freedom == 9
    assert found.gain.value == pytest.approx(1.58)
    assert (found.gain.low, found.gain.high) == pytest.approx((0.70, 2.46), abs=0.005)


def test_without_spread_there_is_a_value_and_no_interval():
    found = gain_of_two_orders([0.1, 0.1], [0.3, 0.3])
    assert found.gain.value == pytest.approx(0.2)
    assert (found.gain.se, found.gain.low, found.gain.high) == (None, None, None)
    assert change_over_forms([2, 2], [0, 0]).gain.low is None


@pytest.mark.parametrize(("one", "other"), [([1], [1, 2]), ([1, 2], []), ([], [])])
def test_fewer_than_two_in_an_order_is_no_answer(one, other):
    assert gain_of_two_orders(one, other).reason.value == "one_order"


@pytest.mark.parametrize(
    ("changes", "moved", "reason"),
    [
        ([], [], "too_few_people"),
        ([1], [0], "too_few_people"),
        ([1, 2, 3], [0, 1, 0], "too_few_people"),
        ([1, 2, 3, 4], [1, 1, 1, 1], "one_order"),
        ([1, 2, 3, 4], [1, -1, -1, -1], "one_order"),
    ],
)
def test_a_later_change_that_cannot_be_said_has_its_reason(changes, moved, reason):
    assert change_over_forms(changes, moved).reason.value == reason


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_what_is_no_finite_number_is_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        gain_of_two_orders([1, bad], [1, 2])
    with pytest.raises(ValueError, match="finite"):
        change_over_forms([1, bad], [0, 0])


@pytest.mark.parametrize("moved", [[0], [0, 2], [[0, 0]]])
def test_a_move_for_each_change_and_no_other(moved):
    with pytest.raises(ValueError, match="one move"):
        change_over_forms([1, 2], moved)
    with pytest.raises(ValueError, match="one row"):
        gain_of_two_orders([[1, 2]], [1, 2])


def test_the_figures_of_the_page_are_what_the_code_says():
    words = page("gain")
    found = gain_of_two_orders([27, 9, 18, 0, 18], [9, 0, 9, -9])
    assert figure(found.gain.value, 1) in words
    assert interval(found.gain) in words
    assert f"{figure(found.forms.value, 1)} ({interval(found.forms)})" in words
    later = change_over_forms([-9, 0, 9, -18, -9, 0], [-1, -1, 1, 1, 0, 0])
    assert f"{figure(later.gain.value, 1)} ({interval(later.gain)})" in words
