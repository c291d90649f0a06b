"""The worked figures of docs/scoring.md are those the code gives."""

from pathlib import Path

import pytest

from scoring.core import (
    AnswerKind,
    FactorKind,
    Given,
    Interval,
    PanelUnit,
    Votes,
    Yardstick,
    consensus,
    excess,
    expected_distance,
    judge_case,
    key_levels,
    mean_distance_between_panellists,
    signed_distance,
)

OPPORTUNITY = Votes((0, 2, 7, 3))
YARDSTICK = Yardstick(
    mean_loss=0.57,
    interval=Interval(0.52, 0.62),
    no_reading={},
    no_reading_cost={"desist": 0.45},
    cases=tuple(f"TR-{number:04}" for number in range(12)),
)
WORKED_CASE = {
    "opportunity": ((0, 2, 7, 3), Given.of_level(1)),
    "preoccupation": ((2, 8, 2, 0), Given.of_level(1)),
    "social": ((0, 6, 6, 0), Given.of_level(2)),
    "desist": ((1, 8, 3, 0), Given(AnswerKind.NOT_ENOUGH)),
    "routine": ((0, 3, 9, 0), Given.of_level(3)),
    "hostility": ((5, 1, 1, 5), Given.of_level(3)),
}
PROTECTIVE = {"desist", "routine"}


def signed(figure: float, places: int = 0) -> str:
    """A figure with its sign, as the page prints it."""
    return f"{figure:+.{places}f}".replace("-", "−") if figure else "0"


@pytest.fixture(scope="module")
def page() -> str:
    text = (Path(__file__).parents[3] / "docs" / "scoring.md").read_text(encoding="utf-8")
    return " ".join(text.split())


@pytest.mark.parametrize(("level", "twelfths"), [(0, 25), (1, 13), (2, 5), (3, 11)])
def test_the_worked_unit(page, level, twelfths):
    distance = expected_distance(level, OPPORTUNITY)
    assert distance == pytest.approx(twelfths / 12)
    difference = signed(signed_distance(level, key_levels(OPPORTUNITY)))
    assert (
        f"| {level} | {twelfths}/12 = {distance:.2f} | {excess(level, OPPORTUNITY):.2f} "
        f"| {difference} |"
    ) in page


def test_the_worked_units_agreement(page):
    assert f"Its consensus is {consensus(OPPORTUNITY):.2f}" in page
    apart = mean_distance_between_panellists(OPPORTUNITY)
    assert f"drawn at random are {apart:.2f} levels apart" in page


def test_the_worked_case(page):
    judged = judge_case(
        [PanelUnit("TR-0007", 1, factor, Votes(n)) for factor, (n, _) in WORKED_CASE.items()],
        {(1, factor): given for factor, (_, given) in WORKED_CASE.items()},
        {
            factor: FactorKind.PROTECTIVE if factor in PROTECTIVE else FactorKind.RISK
            for factor in WORKED_CASE
        },
        YARDSTICK,
    )
    for unit in judged.units:
        votes, given = WORKED_CASE[unit.factor]
        panel = ", ".join(str(n) for n in votes)
        answer = "not enough information" if given.level is None else given.level
        if unit.is_scored:
            key = " or ".join(str(level) for level in unit.key_levels)
            share = f"{unit.share:.1f}".replace("-", "−")
            row = f"| {panel} | {key} | {answer} | {unit.excess:.2f} | {share} |"
        else:
            row = f"| {panel} | contested | {answer} | not scored | none |"
        assert row in page
    mean_cost = sum(unit.excess for unit in judged.units if unit.is_scored) / judged.scored
    assert f"The mean cost is {mean_cost:.2f}, and the score {judged.score:.1f}." in page
    assert f"Exact: {judged.exact} of {judged.scored}." in page
    assert f"Within one: {judged.within_one} of {judged.scored}." in page
    assert f"within one on {judged.chance_within_one:.0%} of these" in page
    risk, protective = signed(judged.signed_risk, 2), signed(judged.signed_protective, 2)
    assert f"Signed difference: risk {risk}, protective {protective}." in page
    assert (judged.missed_concerns, judged.false_alarms) == (0, 0)
    assert "No missed concern and no false alarm." in page
