"""What a person is told of a submitted assessment: all after practice, less after a check."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from scenarios.figure_words import FigureWords, counts_words, figure_words
from scenarios.models import Assessment
from scenarios.next_steps import NextStep, next_steps
from scenarios.selectors.case_file import CaseFile, case_file
from scenarios.selectors.disagreements import (
    OwnDisagreement,
    anchor_on_feedback,
    own_disagreements,
)
from scenarios.selectors.factor_feedback import (
    FactorFeedback,
    factor_feedback,
    notes_on_key,
    ratings_with_reasons,
)
from scenarios.selectors.movements import Movements, movements_of
from scenarios.selectors.rescored import Earlier, earlier_results
from scenarios.selectors.sheets import Sheet, answer_sheet
from scenarios.verdicts import confidence_sentence, summary_sentences
from scoring.public import (
    Factor,
    Result,
    UnitResult,
    framework_parts,
    key_units,
    plan_votes,
    result_of,
)

STRONG_AND_WEAK = 3


@dataclass(frozen=True)
class PlanFeedback:
    """The review interval and the actions, against the panel's."""

    interval_mine: str
    interval_panel: str
    interval_right: bool | None
    endorsed: tuple[str, ...]
    missing: tuple[str, ...]
    unneeded: tuple[str, ...]
    disproportionate: tuple[str, ...]


@dataclass(frozen=True)
class StageFeedback:
    """The factors of one stage, and its overall level."""

    number: int
    factors: tuple[FactorFeedback, ...]
    overall: FactorFeedback | None


@dataclass(frozen=True)
class Feedback:
    """The whole page after practice, or after a check once its case is retired."""

    assessment: Assessment
    result: Result
    sentences: tuple[str, ...]
    confidence: str
    figures: FigureWords
    stages: tuple[StageFeedback, ...]
    movements: tuple[Movements, ...]
    plan: PlanFeedback
    file: CaseFile
    is_synthetic_panel: bool
    panel_size: int
    earlier: tuple[Earlier, ...]
    next_steps: tuple[NextStep, ...] = field(default=())


@dataclass(frozen=True)
class NamedUnit:
    """A factor by its name alone, with what the person said of it."""

    name: str
    code: str
    stage: int
    is_staged: bool
    disagreement: OwnDisagreement | None

    @property
    def anchor(self) -> str:
        return anchor_on_feedback(self.stage, self.code, is_staged=self.is_staged)


@dataclass(frozen=True)
class CheckFeedback:
    """The page after a check whose case is still in use: no level of the panel is on it."""

    assessment: Assessment
    result: Result
    sentences: tuple[str, ...]
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    overall_matched: bool | None
    counts: str
    units: tuple[NamedUnit, ...]
    earlier: tuple[Earlier, ...]
    next_steps: tuple[NextStep, ...] = field(default=())

    @property
    def disagreements(self) -> tuple[NamedUnit, ...]:
        """The factors on which something was said."""
        return tuple(unit for unit in self.units if unit.disagreement)


def check_feedback(assessment: Assessment, result: Result) -> CheckFeedback:
    """Strong and weak factors by name. How far, which way and the panel's levels stay back."""
    strong, weak = strong_and_weak(result.units.all())
    # Of several stages the last one is the assessment that stands.
    overall = next((unit for unit in reversed(list(result.units.all())) if _overall(unit)), None)
    counts = {"exact": result.exact_units, "scored": result.scored_units}
    within = {"within": result.within_one_units, "scored": result.scored_units}
    return CheckFeedback(
        assessment=assessment,
        result=result,
        sentences=(
            _("You matched the panel on %(exact)d of %(scored)d scored factors.") % counts,
            _("You were within one level on %(within)d of %(scored)d.") % within,
        ),
        strong=tuple(factor.name for factor in strong),
        weak=tuple(factor.name for factor in weak),
        overall_matched=overall.exact if overall else None,
        counts=counts_words(result),
        units=_named_units(assessment, result),
        earlier=earlier_results(assessment, result, held_back=True),
        next_steps=tuple(
            next_steps(assessment.person, assessment.release, [factor.code for factor in weak])
        ),
    )


def _named_units(assessment: Assessment, result: Result) -> tuple[NamedUnit, ...]:
    said = own_disagreements(assessment)
    is_staged = assessment.release.case_version.stages > 1
    return tuple(
        NamedUnit(
            unit.factor.name,
            unit.factor.code,
            unit.stage,
            is_staged,
            said.get((unit.stage, unit.factor.code)),
        )
        for unit in result.units.all()
    )


def strong_and_weak(units: Iterable[UnitResult]) -> tuple[list[Factor], list[Factor]]:
    """The factors nearest to the panel and furthest from it, over all stages."""
    cost: dict[Factor, float] = {}
    for unit in units:
        if unit.excess is not None and not _overall(unit):
            cost[unit.factor] = cost.get(unit.factor, 0) + unit.excess
    ranked = sorted(cost, key=lambda factor: (cost[factor], factor.number))
    weak = [factor for factor in reversed(ranked) if cost[factor] > 0][:STRONG_AND_WEAK]
    return [factor for factor in ranked if factor not in weak][:STRONG_AND_WEAK], weak


def full_feedback(assessment: Assessment, result: Result) -> Feedback:
    """Everything: the panel's spread, reasons and citations beside the person's own."""
    version = assessment.release.case_version
    # Of the key that judged it, which need not be the one of the release that was begun.
    key = {(row.unit.stage, row.unit.factor.code): row for row in key_units(result.key)}
    judged = tuple({row.unit.factor_id: row.unit.factor for row in key.values()}.values())
    last = answer_sheet(assessment, factors=judged)
    sheets = {sheet.stage.stage: sheet for sheet in (*last.earlier, last)}
    said = ratings_with_reasons(result.key)
    notes = notes_on_key(result.key)
    size = result.key.panel_size
    disagreements = own_disagreements(assessment)
    shown = [
        replace(
            factor_feedback(
                unit,
                key[unit.stage, unit.factor.code],
                sheets[unit.stage],
                said.get((unit.stage, unit.factor.code), []),
                size,
                is_staged=len(sheets) > 1,
                chair_note=notes.get(key[unit.stage, unit.factor.code].unit_id, ""),
            ),
            disagreement=disagreements.get((unit.stage, unit.factor.code)),
        )
        for unit in result.units.all()
    ]
    weak = _weak_codes(result)
    return Feedback(
        assessment=assessment,
        result=result,
        sentences=summary_sentences(result),
        confidence=confidence_sentence(result),
        figures=figure_words(result),
        stages=tuple(_stage(number, shown) for number in sheets),
        movements=movements_of(result.units.all(), judged),
        plan=_plan(assessment, result, last),
        file=case_file(
            version,
            mine=_notes_mine(_factors(shown), is_staged=len(sheets) > 1),
            panel=_notes_panel(_factors(shown), size, is_staged=len(sheets) > 1),
        ),
        is_synthetic_panel=result.key.is_synthetic,
        panel_size=size,
        earlier=earlier_results(assessment, result, held_back=False),
        next_steps=tuple(next_steps(assessment.person, assessment.release, weak)),
    )


def _factors(shown: Iterable[FactorFeedback]) -> list[FactorFeedback]:
    return [one for one in shown if one.factor.kind != Factor.Kind.OVERALL]


def _stage(number: int, shown: Iterable[FactorFeedback]) -> StageFeedback:
    here = [one for one in shown if one.stage == number]
    overall = next((one for one in here if one.factor.kind == Factor.Kind.OVERALL), None)
    return StageFeedback(number, tuple(_factors(here)), overall)


def result_or_error(assessment: Assessment) -> Result:
    """The result that stands. LookupError: a submitted assessment without one, a fault of ours."""
    result = result_of(assessment.uuid)
    if result is None:
        raise LookupError(f"Submitted assessment {assessment.uuid} has no result.")
    return result


def _overall(unit: UnitResult) -> bool:
    return unit.factor.kind == Factor.Kind.OVERALL


def _weak_codes(result: Result) -> list[str]:
    """The factors to read about again, the costliest first, each once."""
    lost = [unit for unit in result.units.all() if not _overall(unit) and (unit.excess or 0) > 0]
    ranked = sorted(lost, key=lambda unit: -unit.excess)
    return list(dict.fromkeys(unit.factor.code for unit in ranked))


def _notes_mine(
    factors: Iterable[FactorFeedback], *, is_staged: bool
) -> dict[str, tuple[str, ...]]:
    notes: dict[str, list[str]] = {}
    for one in factors:
        for row in (*one.both, *one.extra):
            words = _("You: %(stance)s %(factor)s") % {
                "stance": row.stance, "factor": _named(one, is_staged),
            }  # fmt: skip
            notes.setdefault(row.ref, []).append(words)
    return {ref: tuple(words) for ref, words in notes.items()}


def _notes_panel(
    factors: Iterable[FactorFeedback], size: int, *, is_staged: bool
) -> dict[str, tuple[str, ...]]:
    notes: dict[str, list[str]] = {}
    for one in factors:
        for row in one.cited_by_panel:
            words = _("Panel: %(stance)s %(factor)s (%(n)d of %(size)d)") % {
                "stance": row.stance,
                "factor": _named(one, is_staged),
                "n": row.panellists,
                "size": size,
            }
            notes.setdefault(row.ref, []).append(words)
    return {ref: tuple(words) for ref, words in notes.items()}


def _named(one: FactorFeedback, is_staged: bool) -> str:
    if not is_staged:
        return one.factor.name
    return _("%(factor)s at stage %(stage)d") % {"factor": one.factor.name, "stage": one.stage}


def _plan(assessment: Assessment, result: Result, sheet: Sheet) -> PlanFeedback:
    votes = plan_votes(result.key_id, sheet.stage.stage)
    parts = framework_parts(assessment.release.case_version.framework_id)
    bands = {band.code: band.label for band in parts.intervals}
    labels = {action.code: action.label for action in parts.actions}
    spread_of_bands = ", ".join(
        f"{bands[code]} ({n})" for code, n in votes.interval_votes.items() if n and code in bands
    )

    def names(kind: str) -> tuple[str, ...]:
        return tuple(labels[code] for code in result.actions.get(kind, ()) if code in labels)

    return PlanFeedback(
        interval_mine=sheet.stage.interval.label if sheet.stage.interval else "",
        interval_panel=spread_of_bands,
        interval_right=result.interval_right,
        endorsed=names("endorsed"),
        missing=names("missing"),
        unneeded=names("unneeded"),
        disproportionate=names("disproportionate"),
    )
