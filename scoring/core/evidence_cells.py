"""Right level and right evidence apart: four cells, and precision and recall in one number."""

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.core.evidence import EvidenceJudgement, EvidenceShares
from scoring.core.undefined import Reason, Undefined

ENOUGH = 0.5
"""As everywhere with evidence, half is the border."""


@dataclass(frozen=True, slots=True)
class EvidenceCells:
    """Answers by whether the level is right and whether the evidence is.

    ``right_level_wrong_evidence`` is the cell to teach to: right by luck, or for another reason.
    ``neither`` is wrong in both. ``unsaid`` are answers whose evidence cannot be judged.
    """

    both_right: int
    right_level_wrong_evidence: int
    wrong_level_right_evidence: int
    neither: int
    unsaid: int

    @property
    def share_right_for_another_reason(self) -> float | Undefined:
        """Of the right levels with evidence to judge, the share whose evidence is wrong, 0 to 1.

        Undefined: no such level.
        """
        right = self.both_right + self.right_level_wrong_evidence
        if not right:
            return Undefined.because(Reason.NO_ANSWERS)
        return self.right_level_wrong_evidence / right


def is_right_evidence(judged: EvidenceJudgement) -> bool | Undefined:
    """Whether somebody saw what the panel saw: at least half of it, and at least half of theirs.

    Right where recall and precision are both .5 or more; where nothing is required precision alone
    decides. No citation where something is required is wrong. The rule is our own, for want of a
    published one; the site's other borders on evidence are at half too.
    Undefined: nothing required and nothing cited.

    >>> from scoring.core import Cited, EvidenceKey, Stance, judge_evidence
    >>> key = frozenset({Cited("D2.2", Stance.FOR)})
    >>> is_right_evidence(judge_evidence(key, EvidenceKey(key, key)))
    True
    """
    if isinstance(judged.precision, Undefined):
        return False if judged.missed else judged.precision
    if isinstance(judged.recall, Undefined):
        return judged.precision >= ENOUGH
    return min(judged.precision, judged.recall) >= ENOUGH


def evidence_cells(answers: Iterable[tuple[bool, EvidenceJudgement]]) -> EvidenceCells:
    """Sort answers into the four cells. Each is whether its level is on the key, and its evidence.

    Only answers on scored units belong here, since elsewhere no level is right.

    >>> evidence_cells([]).right_level_wrong_evidence
    0
    """
    counted = {(level, evidence): 0 for level in (True, False) for evidence in (True, False)}
    unsaid = 0
    for level_is_right, judged in answers:
        evidence_is_right = is_right_evidence(judged)
        if isinstance(evidence_is_right, Undefined):
            unsaid += 1
        else:
            counted[bool(level_is_right), evidence_is_right] += 1
    return EvidenceCells(
        both_right=counted[True, True],
        right_level_wrong_evidence=counted[True, False],
        wrong_level_right_evidence=counted[False, True],
        neither=counted[False, False],
        unsaid=unsaid,
    )


def evidence_f1(shares: EvidenceShares | EvidenceJudgement) -> float | Undefined:
    """Precision and recall in one number, 0 to 1: their harmonic mean, F1.

    ``2 P R / (P + R)``, and 0 where both are 0: van Rijsbergen (1979), Information Retrieval,
    ch. 7. A passage that is acceptable and not required helps precision alone.
    Undefined: precision or recall is, with the reason of the first that is.

    >>> evidence_f1(EvidenceShares(precision=0.5, recall=1.0)) == 2 / 3
    True
    """
    if isinstance(shares.precision, Undefined):
        return shares.precision
    if isinstance(shares.recall, Undefined):
        return shares.recall
    total = shares.precision + shares.recall
    return 2 * shares.precision * shares.recall / total if total else 0.0
