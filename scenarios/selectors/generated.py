"""A generated draft as its page shows it: how it was made, and how much of it is still so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from people.public import User
from scenarios.generator import Contradiction, Draft, contradictions
from scenarios.generator.contradictions import Read
from scenarios.generator.overlap import marked, sentences_of
from scenarios.generator.profiles import NOT_APPLICABLE, NOT_ENOUGH
from scenarios.markdown import render_markdown
from scenarios.models import CaseDocument, GeneratedCase, Scenario
from scenarios.passages import cut_passages
from scenarios.selectors.case_file import CaseFile, DocumentView, PassageView
from scenarios.services.evidence import library_of_version
from scoring.public import Factor, framework_parts


def generated_or_404(user: User, ref: str) -> GeneratedCase:
    """The row behind a generated draft that the person may see; any other is not there."""
    found = (
        GeneratedCase.objects.filter(scenario__ref=ref)
        .filter(scenario__in=Scenario.objects.visible_to(user))
        .select_related("scenario__owner", "scenario__latest_revision", "author", "library")
        .defer("library__content")
        .first()
    )
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class DesignRow:
    """A factor with the words of its designed level, stage by stage, and the evidence meant."""

    factor: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class HowMade:
    """What the page of a generated draft says."""

    rows: tuple[DesignRow, ...]
    stages: range
    left: int
    sentences: int
    faults: tuple[Contradiction, ...]


def how_made(generated: GeneratedCase, design: Mapping[str, Any], framework_id: int) -> HowMade:
    """The design of a draft, what is still as generated, and what contradicts itself by now."""
    draft = generated.scenario.get_latest_revision_as_object()
    papers = [
        Read(each.stage, each.kind, each.title, each.dated, each.body.replace("\r\n", "\n"))
        for each in draft.documents.all()
    ]
    people = [each.name for each in draft.people.all()]
    names = [*people, *(each.name for each in draft.places.all())]
    paragraphs = [text for paper in papers for text in paper.body.split("\n\n")]
    now = marked(sentences_of(paragraphs, names))
    stages = range(1, len(generated.profile["levels"]) + 1)
    return HowMade(
        rows=tuple(design_rows(design, stages, framework_id)),
        stages=stages,
        left=len(now & set(generated.sentences)),
        sentences=len(now),
        faults=tuple(contradictions(papers, people, library_of_version(generated.library))),
    )


def design_rows(
    design: Mapping[str, Any], stages: Sequence[int], framework_id: int
) -> list[DesignRow]:
    """Every factor of the design in the framework's order, the overall level last."""
    return [
        DesignRow(
            factor.name,
            tuple(
                (level_words(factor, said.get("level", "")), ", ".join(said.get("evidence", ())))
                for said in (_at(design[factor.code], stage) for stage in stages)
            ),
        )
        for factor in framework_parts(framework_id).factors
        if factor.code in design
    ]


def _at(said: Mapping[str, Any], stage: int) -> Mapping[str, Any]:
    """What is meant at a stage: its author may have taken any of it out again."""
    found: Mapping[str, Any] = said if stage == 1 else said.get(f"stage_{stage}", {})
    return found


def level_words(factor: Factor, level: str) -> str:
    """The label of a designed level, or what stands in its place."""
    if level in (NOT_ENOUGH, NOT_APPLICABLE):
        return _("Nothing said of it") if level == NOT_ENOUGH else _("Not applicable")
    labels = {str(each.value): each.label for each in factor.scale.levels.all()}
    return labels.get(level, level)


def file_of_draft(draft: Draft) -> CaseFile:
    """A draft that nobody has kept, cut as it would be when frozen."""
    kinds = dict(CaseDocument.Kind.choices)
    return CaseFile(
        title=draft.title,
        content_label=draft.content_label,
        static_risk=draft.static_risk,
        documents=tuple(
            DocumentView(
                number,
                str(kinds[paper.kind]),
                paper.title,
                paper.dated,
                tuple(
                    PassageView(f"D{number}.{cut.number}", render_markdown(cut.text), cut.heading)
                    for cut in cut_passages(paper.body)
                ),
                is_new=paper.stage > 1,
            )
            for number, paper in enumerate(draft.papers, start=1)
        ),
        people=tuple((each.name, each.part) for each in draft.people),
        places=tuple((each.name, each.what) for each in draft.places),
    )
