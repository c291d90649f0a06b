"""The worked figures of docs/scoring/item-health.md are those the code gives."""

import numpy as np
import pytest

from scoring.core.item_health import factor_health, panel_gap, unit_health
from tests.scoring.core.pages import figure, page

PAGE = page("item-health")
FACTORS = {
    "A": [[0, 11, 1, 0], [0, 12, 0, 0], [1, 11, 0, 0]],
    "B": [[4, 4, 4, 0], [2, 4, 4, 2], [0, 4, 4, 4]],
    "C": [[11, 1, 0, 0], [0, 1, 11, 0], [0, 0, 1, 11]],
}


def listed(counts):
    return ", ".join(map(str, counts))


@pytest.mark.parametrize(
    "counts", [[0, 2, 7, 3], [5, 1, 1, 5], [0, 11, 1, 0], [1, 0, 0, 11]], ids=listed
)
def test_the_worked_units(counts):
    health = unit_health(np.array([counts]))
    middle = sorted({int(health.key_low[0]), int(health.key_high[0])})
    figures = (health.agreeing, health.apart, health.consensus, health.r_wg)
    flags = [
        words
        for words, is_so in (
            ("polarised", health.is_polarised[0]),
            ("contested", health.is_contested[0]),
            ("look at it", health.is_flagged[0]),
        )
        if is_so
    ]
    assert (
        f"| {listed(counts)} | {' or '.join(map(str, middle))} "
        f"| {' | '.join(figure(one.of(0)) for one in figures)} | {', '.join(flags) or 'none'} |"
    ) in PAGE


@pytest.mark.parametrize("name", FACTORS)
def test_the_worked_factors(name):
    units = FACTORS[name]
    [found] = factor_health(np.array(units), np.zeros(3, dtype=int))
    assert (
        f"| {name} | {'; '.join(map(listed, units))} | {figure(found.alpha)} "
        f"| {figure(found.agreeing)} | {figure(found.variation)} "
        f"| {found.verdict.value.replace('_', ' ')} |"
    ) in PAGE


def test_the_worked_gap():
    trainees, panel = [0, 3, 51, 6], [1, 9, 2, 0]
    found = panel_gap(np.array([trainees]), np.array([panel]))
    assert f"trainees {listed(trainees)}, panel {listed(panel)}." in PAGE
    assert f"consensus is {figure(found.consensus.of(0))}, their middle one level above" in PAGE
    assert (found.distance.of(0), found.is_gap[0]) == (1, True)
