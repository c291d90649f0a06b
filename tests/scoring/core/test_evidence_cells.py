"""Right level and right evidence, apart."""

import pytest

from scoring.core import (
    Cited,
    EvidenceJudgement,
    EvidenceKey,
    EvidenceShares,
    Reason,
    Stance,
    Undefined,
    judge_evidence,
)
from scoring.core.evidence_cells import (
    EvidenceCells,
    evidence_cells,
    evidence_f1,
    is_right_evidence,
)


def passages(*names: str) -> frozenset[Cited]:
    return frozenset(Cited(name, Stance.FOR) for name in names)


KEY = EvidenceKey(passages("a", "b"), passages("a", "b", "c"))
NOTHING_REQUIRED = EvidenceKey(frozenset(), passages("c", "d"))


def judged(*names: str, key=KEY) -> EvidenceJudgement:
    return judge_evidence(passages(*names), key)


@pytest.mark.parametrize(
    ("cited", "right"),
    [
        ("ab", True),
        ("a", True),  # half of what is required
        ("axc", True),
        ("axy", False),  # two thirds of it is nobody's
        ("c", False),  # acceptable, and nothing that is required
        ("", False),
    ],
)
def test_half_of_the_panels_and_half_of_ones_own_make_evidence_right(cited, right):
    assert is_right_evidence(judged(*cited)) is right


def test_where_nothing_is_required_what_was_cited_decides():
    assert is_right_evidence(judged("c", "x", key=NOTHING_REQUIRED)) is True
    assert is_right_evidence(judged("x", "y", "c", key=NOTHING_REQUIRED)) is False
    nothing = is_right_evidence(judged(key=NOTHING_REQUIRED))
    assert nothing == Undefined.because(Reason.NO_CITATION)


def test_a_right_level_with_wrong_evidence_has_a_cell_of_its_own():
    cells = evidence_cells(
        [
            (True, judged("a", "b")),
            (True, judged("x")),
            (True, judged("c")),
            (False, judged("a")),
            (False, judged()),
            (True, judged(key=NOTHING_REQUIRED)),
        ]
    )
    assert cells == EvidenceCells(
        both_right=1,
        right_level_wrong_evidence=2,
        wrong_level_right_evidence=1,
        neither=1,
        unsaid=1,
    )
    assert cells.share_right_for_another_reason == 2 / 3


def test_without_a_right_level_there_is_no_share():
    share = evidence_cells([(False, judged("a"))]).share_right_for_another_reason
    assert share == Undefined.because(Reason.NO_ANSWERS)


def test_f1_is_the_harmonic_mean():
    assert evidence_f1(judged("a", "x")) == 0.5
    assert evidence_f1(EvidenceShares(0.25, 0.75)) == pytest.approx(0.375)
    assert evidence_f1(EvidenceShares(0.0, 0.0)) == 0


def test_f1_has_the_reason_of_what_it_is_made_of():
    assert evidence_f1(judged()) == Undefined.because(Reason.NO_CITATION)
    nothing_required = evidence_f1(judged("c", key=NOTHING_REQUIRED))
    assert nothing_required == Undefined.because(Reason.NOTHING_REQUIRED)
