"""The worked figures of docs/scoring/icc.md are those the code gives."""

import pytest

from scoring.core import Ratings
from scoring.core.icc import (
    LARGEST,
    henderson_components,
    icc_by_henderson,
    icc_by_reml,
    intraclass_correlations,
    mean_squares,
    reml_components,
)
from scoring.core.kendall import kendall_w
from tests.scoring.core.icc.test_complete import SHROUT_FLEISS
from tests.scoring.core.pages import figure, interval, page

PAGE = page("icc")
WHOLE = Ratings.of_table(SHROUT_FLEISS)


def with_gaps():
    table = [list(row) for row in SHROUT_FLEISS]
    table[1][3] = table[2][1] = table[4][0] = None
    return Ratings.of_table(table)


def test_the_worked_table():
    assert "; ".join(", ".join(map(str, row)) for row in SHROUT_FLEISS) in PAGE
    squares = mean_squares(WHOLE)
    assert (
        f"MSR is {figure(squares.between_units)}, MSC {figure(squares.between_raters)}, "
        f"MSE {figure(squares.residual)} and MSW {figure(squares.within_units)}."
    ) in PAGE


@pytest.mark.parametrize("number", [1, 2, 3])
def test_each_coefficient(number):
    found = intraclass_correlations(WHOLE)
    one, mean = getattr(found, f"icc{number}"), getattr(found, f"icc{number}k")
    assert (
        f"| ICC({number}) | {figure(one.value)} | {interval(one)} "
        f"| {figure(mean.value)} | {interval(mean)} |"
    ) in PAGE


def test_kendalls_w():
    found = kendall_w(WHOLE)
    assert f"(Kendall's W is {figure(found.w)})" in PAGE
    assert (
        f"W is {figure(found.w)}, chi-square {figure(found.chi_square, 1)} on {found.freedom}, "
        f"p {figure(found.p_value, 3)}."
    ) in PAGE


def test_the_table_with_gaps():
    ratings = with_gaps()
    components, reml = henderson_components(ratings), reml_components(ratings).components
    parts = " | ".join(figure(getattr(components, p)) for p in ("unit", "rater", "residual"))
    assert f"| Henderson | {parts} | {figure(icc_by_henderson(ratings).value)} |" in PAGE
    parts = " | ".join(figure(getattr(reml, part)) for part in ("unit", "rater", "residual"))
    found = icc_by_reml(ratings)
    assert f"| REML | {parts} | {figure(found.value)} ({interval(found)}) |" in PAGE
    assert f"has an ICC(A,4) of {figure(icc_by_reml(ratings, raters=4).value)}." in PAGE


def test_the_stated_size():
    assert LARGEST == 500_000_000 == 200**2 * 12_500
    assert "above 500 million (a force of 200 raters and 12,500 units is just within)" in PAGE
