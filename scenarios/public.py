"""What other apps may use of scenarios."""

from urllib.parse import urlencode

from django.urls import reverse

from scenarios.generator.one_page import OnePage
from scenarios.markdown import render_markdown
from scenarios.models import (
    AnswerKind,
    Assessment,
    CaseVersion,
    Confidence,
    Panel,
    Release,
    Report,
    Scenario,
    Use,
    Withholdable,
)
from scenarios.next_steps import NextStep, next_steps, register_next_steps
from scenarios.passages import CutPassage, cut_passages
from scenarios.safety.cases import case_problems
from scenarios.safety.fields import SafeLineField, SafeTextField, refuse_in_form
from scenarios.safety.findings import Finding, identifier_findings
from scenarios.safety.identifiers import Kind as IdentifierKind
from scenarios.selectors.attempts import (
    AttemptRow,
    anchor_releases,
    attempt_rows,
    attempt_rows_of,
    open_check_releases,
    open_release,
    practice_refs_scoring,
    retired_releases,
    submitted_checks,
)
from scenarios.selectors.case_file import DocumentView, PassageView
from scenarios.selectors.disagreements import NewAnswer, new_answers
from scenarios.selectors.drill_cases import CasePage, case_page
from scenarios.selectors.drillable import DrillableUnit, drillable_units
from scenarios.selectors.evidence_pages import (
    evidence_page,
    factors_in_library,
    factors_with_evidence,
    newest_library_hash,
    paper_label,
)
from scenarios.selectors.feedback import strong_and_weak
from scenarios.selectors.moderation_groups import CaseDone, most_split_case
from scenarios.selectors.panel_answers import panel_answers
from scenarios.selectors.panels import has_part_in_panels
from scenarios.selectors.reportable_texts import Reportable
from scenarios.selectors.rescored import JudgedAgain, judged_again
from scenarios.selectors.teaching_notes import (
    LibraryNote,
    NotesAsked,
    asked_notes,
    library_note,
    note_choices,
    notes_readable_by,
)
from scenarios.selectors.unseen import never_met, twin_pairs, unsubmitted_counts
from scenarios.selectors.verdicts import CaseVerdict, health_of
from scenarios.selectors.withdrawals import withdrawn_at
from scenarios.services.admission import (
    Refusal,
    may_start,
    refusal_to_be_asked,
    register_check_condition,
)
from scenarios.services.assessing import start_assessment, submit_assessment
from scenarios.services.breaks import stop_assessment
from scenarios.services.errors import NotStartable
from scenarios.services.evidence import load_evidence_library
from scenarios.services.free_text import IdentifiersFound, refuse_identifiers
from scenarios.services.freezing import NotReady
from scenarios.services.inviting import open_panel
from scenarios.services.loading import load_case, load_scenario
from scenarios.services.quarantine import register_text
from scenarios.services.replacing import register_replacement
from scenarios.services.reviewing import pass_review, send_to_reviewer
from scenarios.services.simulated import Attempt, CaseSimulator
from scenarios.services.simulated_panel import rate_as_simulated
from scenarios.services.submitted import register_submission
from scenarios.views.report import report_page
from scenarios.widgets import RadioChoice


def panels_url() -> str:
    """The address of the panels that somebody has a part in."""
    return reverse("panels")


def moderation_url(group: str, case: CaseDone | None = None) -> str:
    """Where a session of an organisation begins, with the case chosen if one is named."""
    asked = {"group": group} | ({"case": str(case.release.uuid)} if case else {})
    return f"{reverse('moderation_new')}?{urlencode(asked)}"


def case_url(ref: str) -> str:
    """The address of a case's own page."""
    return reverse("case", args=[ref])


__all__ = [
    "AnswerKind",
    "Assessment",
    "Attempt",
    "AttemptRow",
    "CaseDone",
    "CasePage",
    "CaseSimulator",
    "CaseVerdict",
    "CaseVersion",
    "Confidence",
    "CutPassage",
    "DocumentView",
    "DrillableUnit",
    "Finding",
    "IdentifierKind",
    "IdentifiersFound",
    "JudgedAgain",
    "LibraryNote",
    "NewAnswer",
    "NextStep",
    "NotReady",
    "NotStartable",
    "NotesAsked",
    "OnePage",
    "Panel",
    "PassageView",
    "RadioChoice",
    "Refusal",
    "Release",
    "Report",
    "Reportable",
    "SafeLineField",
    "SafeTextField",
    "Scenario",
    "Use",
    "Withholdable",
    "anchor_releases",
    "asked_notes",
    "attempt_rows",
    "attempt_rows_of",
    "case_page",
    "case_problems",
    "case_url",
    "cut_passages",
    "drillable_units",
    "evidence_page",
    "factors_in_library",
    "factors_with_evidence",
    "has_part_in_panels",
    "health_of",
    "identifier_findings",
    "judged_again",
    "library_note",
    "load_case",
    "load_evidence_library",
    "load_scenario",
    "may_start",
    "moderation_url",
    "most_split_case",
    "never_met",
    "new_answers",
    "newest_library_hash",
    "next_steps",
    "note_choices",
    "notes_readable_by",
    "open_check_releases",
    "open_panel",
    "open_release",
    "panel_answers",
    "panels_url",
    "paper_label",
    "pass_review",
    "practice_refs_scoring",
    "rate_as_simulated",
    "refusal_to_be_asked",
    "refuse_identifiers",
    "refuse_in_form",
    "register_check_condition",
    "register_next_steps",
    "register_replacement",
    "register_submission",
    "register_text",
    "render_markdown",
    "report_page",
    "retired_releases",
    "send_to_reviewer",
    "start_assessment",
    "stop_assessment",
    "strong_and_weak",
    "submit_assessment",
    "submitted_checks",
    "twin_pairs",
    "unsubmitted_counts",
    "withdrawn_at",
]
