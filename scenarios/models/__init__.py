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
from scenarios.models.case_facts import (
    CasePerson,
    CasePlace,
    Characteristic,
    OffenceKind,
    Setting,
    VisitType,
)
from scenarios.models.changes import KeyChange, Proposal, Rescoring, YardstickChange
from scenarios.models.disagreement import Disagreement, DisagreementReply
from scenarios.models.evidence import (
    EvidenceStatement,
    GeneratedCase,
    LibraryFrame,
    LibraryVersion,
)
from scenarios.models.health import KeyHealth, Verdict
from scenarios.models.moderation import ModerationSession, TeachingNote
from scenarios.models.panel import (
    AnswerKind,
    Panel,
    Panellist,
    PanelRating,
    PanelStageRating,
    WrongToolGround,
)
from scenarios.models.panel_questions import PanelAnswer, PanelQuestion
from scenarios.models.panel_rounds import ChairNote, PanelDay, PanelStay
from scenarios.models.review import Review, ReviewRemark
from scenarios.models.twin import Twin
from scenarios.models.withheld import Report, Withheld, Withholdable

__all__ = [
    "Answer",
    "AnswerKind",
    "Assessment",
    "CaseDesign",
    "CaseDocument",
    "CasePerson",
    "CasePlace",
    "CaseVersion",
    "ChairNote",
    "Characteristic",
    "ChosenAction",
    "Citation",
    "Confidence",
    "Disagreement",
    "DisagreementReply",
    "EvidenceStatement",
    "GeneratedCase",
    "KeyChange",
    "KeyHealth",
    "LibraryFrame",
    "LibraryVersion",
    "ModerationSession",
    "OffenceKind",
    "Panel",
    "PanelAnswer",
    "PanelDay",
    "PanelQuestion",
    "PanelRating",
    "PanelStageRating",
    "PanelStay",
    "Panellist",
    "Passage",
    "Proposal",
    "Reason",
    "Release",
    "Report",
    "Rescoring",
    "Review",
    "ReviewRemark",
    "Scenario",
    "Setting",
    "StageSubmission",
    "TeachingNote",
    "Twin",
    "Use",
    "Verdict",
    "VisitType",
    "Withheld",
    "Withholdable",
    "WrongTool",
    "WrongToolGround",
    "YardstickChange",
]
