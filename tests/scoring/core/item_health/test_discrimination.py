"""Whether those who do well elsewhere do well on an item."""

import numpy as np
import pytest

from scoring.core.item_health import discrimination


def long_form(table):
    people, items = np.nonzero(~np.isnan(table))
    return people, items, table[people, items], *table.shape


def simulated(generator, n_people=200, n_items=8, slope=1.0):
    ability = generator.normal(0, 1, (n_people, 1))
    slopes = np.full(n_items, slope)
    slopes[0] = -slope
    return ability * slopes + generator.normal(0, 1, (n_people, n_items))


def test_on_a_complete_table_it_is_the_item_rest_correlation():
    table = (simulated(np.random.default_rng(1)) > 0).astype(float)
    found = discrimination(*long_form(table))
    for item in range(8):
        rest = np.delete(table, item, axis=1).sum(axis=1)
        assert found.of(item) == pytest.approx(np.corrcoef(table[:, item], rest)[0, 1])
    assert found.n_people.tolist() == [200] * 8


def test_an_item_the_able_fail_is_suspect_and_no_other():
    found = discrimination(*long_form(simulated(np.random.default_rng(2))))
    assert np.flatnonzero(found.is_suspect).tolist() == [0]


def test_who_met_easy_items_is_not_thought_better():
    generator = np.random.default_rng(3)
    # Nobody is abler; the second half met easy items alone, all but the first item hard or easy.
    table = generator.normal(0, 1, (400, 9))
    table[:, 5:] += 4
    table[:200, 5:] = np.nan
    table[200:, 1:5] = np.nan
    table[200:, 0] += 1
    assert abs(discrimination(*long_form(table)).of(0)) < 0.15


def test_order_and_a_constant_added_change_nothing():
    generator = np.random.default_rng(4)
    people, items, scores, *sizes = long_form(simulated(generator))
    order = generator.permutation(scores.size)
    one = discrimination(people, items, scores, *sizes)
    other = discrimination(people[order], items[order], 7 + scores[order], *sizes)
    assert one.correlation.values == pytest.approx(other.correlation.values)


def test_an_item_without_an_answer_says_why():
    table = simulated(np.random.default_rng(5), n_people=30, n_items=4)
    table[:, 1] = 1.0
    table[5:, 2] = np.nan
    found = discrimination(*long_form(table))
    assert found.of(1).reason.value == "all_alike"
    assert found.of(2).reason.value == "too_few_raters"
    assert not found.is_suspect[[1, 2]].any()


def test_an_item_nobody_met_and_a_person_with_one_item_change_nothing():
    people, items, scores, n_people, n_items = long_form(simulated(np.random.default_rng(6)))
    one = discrimination(people, items, scores, n_people, n_items)
    other = discrimination(
        np.append(people, n_people),
        np.append(items, n_items),
        np.append(scores, 3.0),
        n_people + 2,
        n_items + 2,
    )
    assert other.correlation.values[:n_items].tolist() == one.correlation.values.tolist()
    assert other.of(n_items).reason.value == "too_few_raters"


def test_exactly_the_fewest_people_are_enough():
    table = simulated(np.random.default_rng(7), n_people=10, n_items=3)
    assert -1 <= discrimination(*long_form(table)).of(1) <= 1
    assert discrimination(*long_form(table), fewest=11).of(1).reason.value == "too_few_raters"


@pytest.mark.parametrize(
    ("people", "items", "scores"),
    [
        ([0], [0, 0], [1.0, 1.0]),
        ([0, 2], [0, 0], [1.0, 1.0]),
        ([0, 1], [0, -1], [1.0, 1.0]),
        ([0, 1], [0, 0], [1.0, float("nan")]),
    ],
)
def test_what_cannot_be_is_refused(people, items, scores):
    with pytest.raises(ValueError, match=r"."):
        discrimination(np.array(people), np.array(items), np.array(scores), 2, 1)


def test_no_scores_at_all_is_an_answer():
    empty = np.zeros(0, dtype=int)
    found = discrimination(empty, empty, np.zeros(0), 0, 1)
    assert found.of(0).reason.value == "too_few_raters"
