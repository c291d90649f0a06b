"""The worked figures of docs/scoring/concordance.md and confidence.md are those the code gives."""

from pathlib import Path

import numpy as np
import pytest

from scoring.core import (
    Cited,
    ConfidenceJudgement,
    Estimate,
    EvidenceKey,
    Stance,
    Undefined,
    judge_confidence,
    judge_evidence,
)
from scoring.core.bulk import Answers
from scoring.core.concordance import (
    PanelScale,
    concordance_of_all,
    concordance_of_constants,
    credits,
    expected_losses,
    is_rated,
    leave_one_out_scores,
    loss_scores,
    panel_scale,
    scaled_80_5,
)
from scoring.core.evidence_cells import evidence_f1, is_right_evidence
from scoring.core.murphy import BrierParts, brier_parts
from scoring.core.over_confidence import over_confidence

PANEL = np.array(
    [[1, 2, 0, 2], [1, 2, 1, 2], [1, 2, 0, 3], [1, 1, 0, 2], [2, 2, 0, 2], [1, 3, 1, 3]]
)
ANSWERS = (1, 3, 0, 2)


def page(name: str) -> str:
    text = (Path(__file__).parents[3] / "docs" / "scoring" / name).read_text(encoding="utf-8")
    return " ".join(text.split())


@pytest.fixture(scope="module")
def concordance() -> str:
    return page("concordance.md")


@pytest.fixture(scope="module")
def confidence() -> str:
    return page("confidence.md")


@pytest.fixture(scope="module")
def counts():
    return np.stack([np.equal(PANEL, level).sum(axis=0) for level in range(4)], axis=1)


@pytest.fixture(scope="module")
def panel() -> Answers:
    people, units = (places.ravel() for places in np.indices(PANEL.shape))
    return Answers(people, units, PANEL.ravel(), *PANEL.shape, 4)


@pytest.fixture(scope="module")
def trainee() -> Answers:
    return Answers(np.zeros(4, int), np.arange(4), np.array(ANSWERS), 1, 4, 4)


def listed(numbers, places: int) -> str:
    return ", ".join(f"{number:.{places}f}" for number in numbers)


def test_the_worked_test(concordance, counts, trainee):
    earned = credits(counts)
    for unit, answer in enumerate(ANSWERS):
        votes, credit = listed(counts[unit], 0), listed(earned[unit], 2)
        row = f"| {unit + 1} | {votes} | {credit} | {answer} | {earned[unit, answer]:.2f} |"
        assert row in concordance
    score = concordance_of_all(trainee, earned, is_rated(counts))[0]
    assert f"The trainee's score is {score:.2f}." in concordance
    *first, last = concordance_of_constants(counts).values[:4]
    assert f"Always 0, 1, 2 or 3 would earn {listed(first, 1)} or {last:.1f}." in concordance


def test_the_worked_panel(concordance, counts, panel, trainee):
    scores = leave_one_out_scores(panel, counts)
    scale = panel_scale(scores)
    assert isinstance(scale, PanelScale)
    with_own_vote = concordance_of_all(panel, credits(counts), is_rated(counts)).values.mean()
    assert f"{with_own_vote:.1f} in place of {scale.mean:.1f} in the worked test" in concordance
    *first, last = scores.values
    assert f"six scores are {listed(first, 1)} and {last:.1f};" in concordance
    raw = concordance_of_all(trainee, credits(counts), is_rated(counts))
    scaled = scaled_80_5(raw, scale)[0]
    assert f"standard deviation is {scale.sd:.1f}, and the trainee's" in concordance
    assert f"becomes {scaled:.1f}." in concordance


def test_the_worked_loss(concordance):
    votes = np.array([[0, 2, 7, 3]])

    def said(numbers, places: int) -> str:
        return f"{listed(numbers[:3], places)} and {numbers[3]:.{places}f}"

    assert f"the levels lose {said(expected_losses(votes, 2)[0], 2)}," in concordance
    assert f"they have {said(loss_scores(votes, 2)[0], 0)};" in concordance
    assert f"with equal weights {said(loss_scores(votes)[0], 0)}." in concordance


def test_the_worked_brier_score(confidence):
    answers = [(90, n < 8) for n in range(10)] + [(50, n < 1) for n in range(5)]
    parts, whole = brier_parts(answers), judge_confidence(answers)
    assert isinstance(parts, BrierParts)
    assert isinstance(whole, ConfidenceJudgement)
    assert (
        f"Reliability {parts.reliability:.3f}, resolution {parts.resolution:.3f}, "
        f"uncertainty {parts.uncertainty:.3f}: a Brier score of {parts.brier:.3f}."
    ) in confidence
    assert f"too high by about {parts.bias:.3f}." in confidence
    over = over_confidence([("A", *each) for each in answers], np.random.default_rng(1))
    assert isinstance(over, Estimate)
    assert (
        f"Mean confidence is {whole.mean_confidence:.0%} and {whole.share_exact:.0%} were exact, "
        f"so over-confidence is {over.value:+.2f}."
    ) in confidence


@pytest.mark.parametrize("cited", ["ab", "ax", "c", ""])
def test_the_worked_evidence(confidence, cited):
    def passages(names: str) -> frozenset[Cited]:
        return frozenset(Cited(name, Stance.FOR) for name in names)

    def said(figure: float | Undefined) -> str:
        return "cannot be said" if isinstance(figure, Undefined) else f"{figure:.2f}"

    judged = judge_evidence(passages(cited), EvidenceKey(passages("ab"), passages("abc")))
    figures = " | ".join(map(said, (judged.precision, judged.recall, evidence_f1(judged))))
    right = "right" if is_right_evidence(judged) is True else "wrong"
    assert f"| {', '.join(cited) or 'nothing'} | {figures} | {right} |" in confidence
