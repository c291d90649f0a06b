"""Cases from draft to release, panels, and the assessments people make of them."""

from scenarios.models.assessment import (
    Answer,
    Assessment,
    ChosenAction,
    Citation,
    Confidence,
    Reason,
    StageSubmission,
    WrongTool,
)
from scenarios.models.case import (
    CaseDesign,
    CaseDocument,
    CaseVersion,
    Passage,
    Release,
    Scenario,
    Use,
)
from scenarios.models.panel import (
    AnswerKind,
    Panel,
    Panellist,
    PanelRating,
    PanelStageRating,
    WrongToolGround,
)
from scenarios.models.withheld import Report, Withheld, Withholdable

__all__ = [
    "Answer",
    "AnswerKind",
    "Assessment",
    "CaseDesign",
    "CaseDocument",
    "CaseVersion",
    "ChosenAction",
    "Citation",
    "Confidence",
    "Panel",
    "PanelRating",
    "PanelStageRating",
    "Panellist",
    "Passage",
    "Reason",
    "Release",
    "Report",
    "Scenario",
    "StageSubmission",
    "Use",
    "Withheld",
    "Withholdable",
    "WrongTool",
    "WrongToolGround",
]
