"""All that is found of how well a case is written, in one report."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from scenarios.models import CaseDesign, Scenario
from scenarios.quality.abbreviations import unexplained_abbreviations
from scenarios.quality.ages import age_findings
from scenarios.quality.evidence import FactorEvidence, evidence_findings, evidence_of
from scenarios.quality.names import name_findings
from scenarios.quality.organisations import named_organisations
from scenarios.quality.reading import Reading, reading_findings, reading_of
from scenarios.quality.texts import CaseText, case_text
from scenarios.quality.timeline import Dated, dated_papers, timeline_findings
from scenarios.safety.findings import Finding
from scenarios.selectors.kept_back import hashes_kept_back
from scoring.public import Factor, framework_parts, newest_framework


@dataclass(frozen=True)
class QualityReport:
    """What the checks found: what blocks first, then advice, and what the card draws."""

    findings: tuple[Finding, ...]
    reading: Reading
    evidence: tuple[FactorEvidence, ...]
    timeline: tuple[Dated, ...]

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.blocks)

    @property
    def advice(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.blocks)

    @property
    def without_evidence(self) -> tuple[FactorEvidence, ...]:
        return tuple(row for row in self.evidence if row.is_missing)


def quality_of(scenario: Scenario, *, kept_back: Set[str] | None = None) -> QualityReport:
    """The report on a scenario as it stands, or on its draft.

    ``kept_back`` are the hashes of passages reported as real data, asked for if they are not given:
    nothing is quoted from those. A constant number of queries.
    """
    if kept_back is None:
        kept_back = hashes_kept_back(scenario)
    design = CaseDesign.objects.filter(scenario=scenario.pk).values_list("factors", flat=True)
    text = case_text(scenario, kept_back=kept_back)
    return report_on(text, factors=_factors(), design=design.first() or {})


def report_on(
    case: CaseText, *, factors: Sequence[tuple[str, str]] = (), design: Mapping[str, Any]
) -> QualityReport:
    """The report on a text, without a database."""
    reading = reading_of(case)
    evidence = evidence_of(case, factors, design)
    timeline = dated_papers(case)
    findings = [
        *timeline_findings(case, timeline),
        *age_findings(case),
        *named_organisations(case),
        *unexplained_abbreviations(case),
        *evidence_findings(evidence),
        *reading_findings(reading),
        *name_findings(case),
    ]
    findings.sort(key=lambda finding: not finding.blocks)
    return QualityReport(tuple(findings), reading, evidence, timeline)


def _factors() -> list[tuple[str, str]]:
    """Code and name of each factor of the framework in use; the overall level is none."""
    framework = newest_framework()
    if framework is None:
        return []
    return [
        (factor.code, factor.name)
        for factor in framework_parts(framework.pk).factors
        if factor.kind != Factor.Kind.OVERALL
    ]
