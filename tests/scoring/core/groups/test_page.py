"""The worked figures of docs/scoring/groups.md are those the code gives."""

import numpy as np
import pytest

from scoring.core.groups import group_table
from tests.scoring.core.pages import figure, interval, page

PAGE = page("groups")
FORCES = {"A": (40, 0.1), "B": (12, 0.6), "C": (200, -0.1), "D": (5, 0.0)}


@pytest.fixture(scope="module")
def table():
    means = [np.linspace(-1, 1, n) + mean for n, mean in FORCES.values()]
    groups = np.repeat(np.arange(4), [n for n, _ in FORCES.values()])
    return dict(zip(FORCES, group_table(np.concatenate(means), groups, 4).groups, strict=True))


@pytest.mark.parametrize("force", ["A", "B", "C"])
def test_the_worked_table(table, force):
    found = table[force]
    assert (
        f"| {force} | {found.n_raters} | {figure(found.mean)} | {figure(found.weight)} "
        f"| {figure(found.shrunken)} | {interval(found)} |"
    ) in PAGE


def test_the_small_force_is_not_shown(table):
    assert table["D"].reason.value == "too_few_raters"
    assert "| D | 5 | not shown | | | |" in PAGE
