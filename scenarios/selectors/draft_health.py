"""What is found in a draft: safety first, then quality, each finding with its place."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from scenarios.models import Scenario
from scenarios.models.case import anchor_of
from scenarios.passages import cut_passages, text_hash
from scenarios.quality.report import QualityReport, quality_of, report_on
from scenarios.quality.texts import CaseText, paper_words, passage_words
from scenarios.safety.cases import author_findings, safety_findings
from scenarios.safety.findings import Finding
from scenarios.safety.length import length_findings
from scenarios.safety.unfinished import unfinished_findings
from scenarios.selectors.kept_back import hashes_kept_back

NOTHING = CaseText(fields=(), papers=())


@dataclass(frozen=True)
class DraftHealth:
    """The findings of a draft, and the report that the card of its health is drawn from."""

    safety: tuple[Finding, ...]
    quality: QualityReport

    @cached_property
    def blocking(self) -> tuple[Finding, ...]:
        """All that sending to the panel waits for."""
        return (*self.safety, *self.quality.blocking)


def draft_health(draft: Scenario) -> DraftHealth:
    """Look through a draft as it stands, saved or not. Of what is kept back nothing is quoted.

    One that is too long is looked through no further, which would take as long as it is.
    """
    if too_long := tuple(length_findings(draft)):
        safety = (*author_findings(draft), *unfinished_findings(draft), *too_long)
        return DraftHealth(safety, report_on(NOTHING, design={}))
    kept_back = hashes_kept_back(draft)
    safety = (
        *author_findings(draft),
        *unfinished_findings(draft),
        *_without_text(draft),
        *safety_findings(draft, kept_back=kept_back),
        *_reported(draft, kept_back),
    )
    return DraftHealth(safety, quality_of(draft, kept_back=kept_back))


def anchor_of_finding(finding: Finding) -> str:
    """The id of its place on a page that shows the papers; empty where it has none."""
    return anchor_of(finding.ref) if finding.ref else ""


def _without_text(draft: Scenario) -> Iterator[Finding]:
    documents = list(draft.documents.all())
    if not documents:
        yield Finding("empty", "", _("The case has no documents."))
    for number, document in enumerate(documents, start=1):
        if not cut_passages(document.body):
            where = paper_words(document.title, number)
            yield Finding("empty", document.title, _("It has no text."), where, ref=f"D{number}")
    stages = {document.stage for document in documents}
    for stage in sorted(set(range(1, max(stages, default=0) + 1)) - stages):
        yield Finding("empty", "", _("Stage %(stage)d has no document.") % {"stage": stage})


def _reported(draft: Scenario, kept_back: Set[str]) -> Iterator[Finding]:
    if not kept_back:
        return
    why = _("This paragraph was reported as real data. Write it anew, without what is real.")
    for number, document in enumerate(draft.documents.all(), start=1):
        for cut in cut_passages(document.body):
            if text_hash(cut.text) in kept_back:
                where = passage_words(document.title, number, cut.number)
                yield Finding("reported", "", why, where, ref=f"D{number}.{cut.number}")
