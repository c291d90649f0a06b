"""Whether units, factors and keys are sound: what authors and the chair of a panel look at."""

from scoring.core.item_health.discrimination import Discrimination, discrimination
from scoring.core.item_health.factors import FactorHealth, Verdict, factor_health
from scoring.core.item_health.figures import Figures, middle_levels
from scoring.core.item_health.gap import PanelGap, panel_gap
from scoring.core.item_health.panellists import PanellistDifferences, panellist_differences
from scoring.core.item_health.questions import QuestionHealth, question_health
from scoring.core.item_health.units import (
    UnitHealth,
    agreeing_pairs,
    consensus_of_units,
    unit_health,
)

__all__ = [
    "Discrimination",
    "FactorHealth",
    "Figures",
    "PanelGap",
    "PanellistDifferences",
    "QuestionHealth",
    "UnitHealth",
    "Verdict",
    "agreeing_pairs",
    "consensus_of_units",
    "discrimination",
    "factor_health",
    "middle_levels",
    "panel_gap",
    "panellist_differences",
    "question_health",
    "unit_health",
]
