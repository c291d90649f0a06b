"""Scoring trainees against the panel: plain values in, plain values out, no Django.

Every formula is explained in ``docs/scoring.md`` and the pages that it leads to. What cannot be
computed is ``Undefined``.
"""

from scoring.core.actions import (
    ActionJudgement,
    IntervalJudgement,
    judge_actions,
    judge_interval,
)
from scoring.core.confidence import ConfidenceJudgement, judge_confidence
from scoring.core.estimate import Estimate
from scoring.core.evidence import (
    Cited,
    EvidenceJudgement,
    EvidenceKey,
    EvidenceShares,
    Stance,
    evidence_key,
    evidence_over_units,
    judge_evidence,
)
from scoring.core.gain import Gain, change_over_forms, gain_of_two_orders
from scoring.core.movement import Moved, Movement, judge_movement
from scoring.core.over_cases import (
    IntervalFrom,
    ScoreOverCases,
    pooled_between_case_variance,
    score_over_cases,
)
from scoring.core.panel import (
    MINIMUM_RATINGS,
    Standing,
    Votes,
    consensus,
    excess,
    expected_distance,
    is_contested,
    is_polarised,
    is_wrong_tool,
    key_levels,
    least_distance,
    mean_distance_between_panellists,
    signed_distance,
    standing,
)
from scoring.core.ratings import Ratings
from scoring.core.resampling import Interval, resampled_mean_interval
from scoring.core.score import CaseJudgement, judge_case, panellists_place
from scoring.core.score_line import (
    best_single_level,
    cost_of_a_panellist,
    cost_of_constants,
    points_of,
)
from scoring.core.simulate import (
    STATED_CONFIDENCES,
    Rater,
    simulate_choices,
    simulate_given,
    simulate_givens,
)
from scoring.core.undefined import Reason, Undefined
from scoring.core.unit import (
    AnswerKind,
    FactorKind,
    Given,
    UnitJudgement,
    chance_exact,
    chance_within_one,
    judge_unit,
)
from scoring.core.yardstick import OVERALL, PanelUnit, Yardstick, build_yardstick

__all__ = [
    "MINIMUM_RATINGS",
    "OVERALL",
    "STATED_CONFIDENCES",
    "ActionJudgement",
    "AnswerKind",
    "CaseJudgement",
    "Cited",
    "ConfidenceJudgement",
    "Estimate",
    "EvidenceJudgement",
    "EvidenceKey",
    "EvidenceShares",
    "FactorKind",
    "Gain",
    "Given",
    "Interval",
    "IntervalFrom",
    "IntervalJudgement",
    "Moved",
    "Movement",
    "PanelUnit",
    "Rater",
    "Ratings",
    "Reason",
    "ScoreOverCases",
    "Stance",
    "Standing",
    "Undefined",
    "UnitJudgement",
    "Votes",
    "Yardstick",
    "best_single_level",
    "build_yardstick",
    "chance_exact",
    "chance_within_one",
    "change_over_forms",
    "consensus",
    "cost_of_a_panellist",
    "cost_of_constants",
    "evidence_key",
    "evidence_over_units",
    "excess",
    "expected_distance",
    "gain_of_two_orders",
    "is_contested",
    "is_polarised",
    "is_wrong_tool",
    "judge_actions",
    "judge_case",
    "judge_confidence",
    "judge_evidence",
    "judge_interval",
    "judge_movement",
    "judge_unit",
    "key_levels",
    "least_distance",
    "mean_distance_between_panellists",
    "panellists_place",
    "points_of",
    "pooled_between_case_variance",
    "resampled_mean_interval",
    "score_over_cases",
    "signed_distance",
    "simulate_choices",
    "simulate_given",
    "simulate_givens",
    "standing",
]
