"""The worked figures of docs/scoring/agreement.md are those the code gives."""

from pathlib import Path

import numpy as np
import pytest

from scoring.core import Estimate, Ratings
from scoring.core.agreement import (
    Metric,
    Weighting,
    agreeing_pairs,
    alpha_over_scenarios,
    benchmark,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_exact,
    percent_within_one,
    weights,
)
from tests.scoring.core.agreement.published import two_raters

TABLE = [
    [2, 2, 2, 1],
    [0, 0, 1, 0],
    [3, 3, 3, 3],
    [1, 2, 1, None],
    [2, None, None, None],
]
WORKED = Ratings.of_table(TABLE)
SAME = np.eye(4)


@pytest.fixture(scope="module")
def page() -> str:
    path = Path(__file__).parents[4] / "docs" / "scoring" / "agreement.md"
    return " ".join(path.read_text(encoding="utf-8").split())


def row(name: str, found: Estimate, places: int = 3) -> str:
    value, se, low, high = (
        f"{part + 0.0:.{places}f}".replace("-", "−")
        for part in (found.value, found.se, found.low, found.high)
    )
    return f"| {name} | {value} | {se} | {low} to {high} |"


def test_the_table_of_ratings(page):
    agreed = ["3 of 6", "3 of 6", "6 of 6", "1 of 3", "none"]
    for number, (levels, pairs) in enumerate(zip(TABLE, agreed, strict=True), 1):
        cells = ["–" if level is None else str(level) for level in levels]
        assert f"| u{number} | {' | '.join(cells)} | {pairs} |" in page
    assert agreeing_pairs(WORKED.counts(), SAME).tolist() == pytest.approx([0.5, 0.5, 1, 1 / 3, 0])


def test_percentages(page):
    counts = WORKED.counts()
    assert row("percent exact", percent_exact(counts), 1) in page
    assert row("percent within one", percent_within_one(counts, WORKED.scale), 1) in page


def test_alphas(page):
    found = alpha_over_scenarios(WORKED.counts(), WORKED.scale, np.random.default_rng(0))
    for metric in Metric:
        assert row(f"alpha, {metric}", found[metric]) in page


def test_gwets_family(page):
    counts = WORKED.counts()
    assert row("AC1", gwet_ac(counts, SAME)) in page
    for weighting in (Weighting.LINEAR, Weighting.QUADRATIC, Weighting.ORDINAL):
        found = gwet_ac(counts, weights(weighting, WORKED.scale))
        assert row(f"AC2, {weighting}", found) in page
    assert row("Fleiss' kappa", fleiss_kappa(counts, SAME)) in page
    assert row("Brennan and Prediger", brennan_prediger(counts, SAME)) in page
    assert row("Conger's kappa", conger_kappa(WORKED, SAME)) in page


def test_the_word_that_five_units_earn(page):
    word = benchmark(gwet_ac(WORKED.counts(), SAME)).word
    assert f'AC1 is worth no more than "{word}"' in page


def test_the_paradox(page):
    tables = [[40, 9], [6, 45]], [[80, 10], [5, 5]]
    ratings = [two_raters(table) for table in tables]
    kappas = [cohen_kappa(each, np.eye(2)).value for each in ratings]
    acs = [gwet_ac(each.counts(), np.eye(2)).value for each in ratings]
    words = [" and ".join(f"{value:.2f}"[1:] for value in values) for values in (kappas, acs)]
    assert f"kappa says {words[0]}, AC1 {words[1]}" in page
