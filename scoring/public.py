"""What other apps may use of scoring."""

from people.public import AlreadyWritten, WrittenOnce
from scoring.calibrations import (
    Leaning,
    NationalAgreement,
    ProposedYardstick,
    Reliability,
    leaning_of,
    national_agreement,
    proposed_yardstick,
    reliability_of_one,
)
from scoring.case_use import GroupUse, UnitUse, case_use, told_assessments
from scoring.confidence import confidence_of
from scoring.consistency import (
    CASES_FOR_AN_INTERVAL,
    CaseConsistency,
    Consistency,
    FactorConsistency,
    GroupConsistency,
    group_consistency,
)
from scoring.core import ConfidenceJudgement, Moved, Movement, Rater, judge_movement
from scoring.core.estimate import Estimate
from scoring.core.groups import MeanDifference, tells_of_fewer
from scoring.core.item_health import FactorHealth, consensus_of_units
from scoring.core.item_health import Verdict as Variation
from scoring.core.panel import Standing, Votes, standing
from scoring.core.undefined import Reason, Undefined
from scoring.counted import SMALLEST_GROUP
from scoring.drawings import Spread, heat_cell, share_bar, spread
from scoring.figures import (
    UNITS_THAT_HIDE_A_KEY,
    Accuracy,
    CaseAccuracy,
    FactorAccuracy,
    GroupFigures,
    NamedResult,
    group_figures,
    named_results,
)
from scoring.figures_in_words import difference_text, figure_text
from scoring.frozen import FrameworkParts, framework_parts, key_units, plan_votes
from scoring.key_health import (
    KeyFacts,
    PanelHealth,
    PanellistDifference,
    PanelUnitHealth,
    Place,
    ScoreLine,
    key_facts,
    panel_health,
    panellists_apart,
)
from scoring.line_drawings import IntervalLine, LineMark, PointsLine, interval_line, points_line
from scoring.models import (
    Action,
    Factor,
    FrameworkVersion,
    IntervalBand,
    Key,
    KeyStage,
    KeyUnit,
    Level,
    Result,
    Scale,
    Unit,
    UnitResult,
    Yardstick,
)
from scoring.panel_agreement import PanelAgreement, pairs_within_one, panel_agreement
from scoring.selectors import (
    current_framework,
    current_yardstick,
    newest_framework,
    result_of,
    results_of,
    voted_key_id,
)
from scoring.services.framework import FrameworkRefused, load_framework
from scoring.services.judging import (
    METHOD_VERSION,
    AnswerSheet,
    GivenAnswer,
    Judge,
    Submitted,
)
from scoring.services.keys import (
    EvidenceVotes,
    StageVotes,
    UnitVotes,
    copy_key,
    ensure_units,
    freeze_key,
)
from scoring.services.rescoring import (
    Again,
    judge_again,
    replace_results,
    standing_on_other_yardsticks,
    standing_under_other_keys,
)
from scoring.services.results import record_result, record_results
from scoring.services.simulated import SheetSimulator
from scoring.services.tool_answers import record_tool_answer
from scoring.services.yardsticks import (
    YardstickUndefined,
    establish_yardstick,
    put_yardstick_in_force,
    yardstick_values,
)
from scoring.shifts import SMALLEST_ORGANISATION, Shift, UnitShift, shift_of
from scoring.tasks import calibrate_all
from scoring.unscored import UnscoredFactor, unscored_factors
from scoring.words import words_for

__all__ = [
    "CASES_FOR_AN_INTERVAL",
    "METHOD_VERSION",
    "SMALLEST_GROUP",
    "SMALLEST_ORGANISATION",
    "UNITS_THAT_HIDE_A_KEY",
    "Accuracy",
    "Action",
    "Again",
    "AlreadyWritten",
    "AnswerSheet",
    "CaseAccuracy",
    "CaseConsistency",
    "ConfidenceJudgement",
    "Consistency",
    "Estimate",
    "EvidenceVotes",
    "Factor",
    "FactorAccuracy",
    "FactorConsistency",
    "FactorHealth",
    "FrameworkParts",
    "FrameworkRefused",
    "FrameworkVersion",
    "GivenAnswer",
    "GroupConsistency",
    "GroupFigures",
    "GroupUse",
    "IntervalBand",
    "IntervalLine",
    "Judge",
    "Key",
    "KeyFacts",
    "KeyStage",
    "KeyUnit",
    "Leaning",
    "Level",
    "LineMark",
    "MeanDifference",
    "Moved",
    "Movement",
    "NamedResult",
    "NationalAgreement",
    "PanelAgreement",
    "PanelHealth",
    "PanelUnitHealth",
    "PanellistDifference",
    "Place",
    "PointsLine",
    "ProposedYardstick",
    "Rater",
    "Reason",
    "Reliability",
    "Result",
    "Scale",
    "ScoreLine",
    "SheetSimulator",
    "Shift",
    "Spread",
    "StageVotes",
    "Standing",
    "Submitted",
    "Undefined",
    "Unit",
    "UnitResult",
    "UnitShift",
    "UnitUse",
    "UnitVotes",
    "UnscoredFactor",
    "Variation",
    "Votes",
    "WrittenOnce",
    "Yardstick",
    "YardstickUndefined",
    "calibrate_all",
    "case_use",
    "confidence_of",
    "consensus_of_units",
    "copy_key",
    "current_framework",
    "current_yardstick",
    "difference_text",
    "ensure_units",
    "establish_yardstick",
    "figure_text",
    "framework_parts",
    "freeze_key",
    "group_consistency",
    "group_figures",
    "heat_cell",
    "interval_line",
    "judge_again",
    "judge_movement",
    "key_facts",
    "key_units",
    "leaning_of",
    "load_framework",
    "named_results",
    "national_agreement",
    "newest_framework",
    "pairs_within_one",
    "panel_agreement",
    "panel_health",
    "panellists_apart",
    "plan_votes",
    "points_line",
    "proposed_yardstick",
    "put_yardstick_in_force",
    "record_result",
    "record_results",
    "record_tool_answer",
    "reliability_of_one",
    "replace_results",
    "result_of",
    "results_of",
    "share_bar",
    "shift_of",
    "spread",
    "standing",
    "standing_on_other_yardsticks",
    "standing_under_other_keys",
    "tells_of_fewer",
    "told_assessments",
    "unscored_factors",
    "voted_key_id",
    "words_for",
    "yardstick_values",
]
