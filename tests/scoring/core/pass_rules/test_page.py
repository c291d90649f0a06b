"""The worked figures of docs/scoring/pass-rules.md are those the code gives."""

import numpy as np
import pytest

from scoring.core.pass_rules import Figure, PassRule, ordinary_trainees, try_pass_rule
from tests.scoring.core.pages import page
from tests.scoring.core.pass_rules.bank import simulated

PAGE = page("pass-rules")


@pytest.mark.parametrize(
    ("words", "bounds", "n_cases"),
    [
        (
            "80% within one, 60% exact, no two-level miss; 3 cases",
            {"within_one": 0.8, "exact": 0.6, "two_level_misses": 0},
            3,
        ),
        ("75% within one; 3 cases", {"within_one": 0.75}, 3),
        (
            "score of 25, at most 4 missed concerns; 6 cases",
            {"score": 25, "missed_concerns": 4},
            6,
        ),
    ],
)
def test_the_worked_rules(words, bounds, n_cases):
    bank, panellists = simulated()
    trainees = ordinary_trainees(30, np.random.default_rng(1))
    rule, generator = PassRule.of(bounds, n_cases), np.random.default_rng(2)
    found = try_pass_rule(rule, bank, panellists, trainees, generator, sittings=60)
    shares = (found.panellists, found.trainees, found.no_readers)
    counts = " | ".join(f"{share.passed} of {share.of}" for share in shares)
    assert f"| {words} | {counts} | {'yes' if found.may_be_used else 'no'} |" in PAGE


def test_the_bank_is_as_said():
    bank, panellists = simulated()
    assert f"{len(bank.cases)} simulated cases" in PAGE
    assert f"{len(panellists)} panellists" in PAGE


def test_three_cases_without_a_miss():
    assert f"only {0.9**33:.0%} would have none" in PAGE


def test_every_figure_is_on_the_page():
    assert all(f"`{name.value}`" in PAGE for name in Figure)
