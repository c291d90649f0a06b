"""What a person is told of a submitted assessment: all after practice, less after a check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from scenarios.figure_words import FigureWords, counts_words, figure_words
from scenarios.models import Answer, Assessment, PanelRating, Release, Use
from scenarios.models.case import anchor_of
from scenarios.next_steps import NextStep, next_steps
from scenarios.selectors.case_file import CaseFile, case_file
from scenarios.selectors.sheets import Sheet, answer_sheet, reason_text
from scenarios.verdicts import Verdict, confidence_sentence, summary_sentences, verdict_of
from scoring.drawings import Spread, spread
from scoring.public import (
    Action,
    Factor,
    IntervalBand,
    KeyStage,
    KeyUnit,
    Result,
    UnitResult,
    key_units,
    result_of,
)

STRONG_AND_WEAK = 3


@dataclass(frozen=True)
class LevelRow:
    """One row of the table beside a drawing: how many experts, and whether it is mine."""

    label: str
    experts: int
    is_mine: bool
    is_key: bool


@dataclass(frozen=True)
class CitedRow:
    """A passage with its stance and how many of the panel cited it."""

    ref: str
    anchor: str
    stance: str
    panellists: int = 0


@dataclass(frozen=True)
class Said:
    """A panellist's reason, with the label and the level it goes with."""

    text: str
    source: str


@dataclass(frozen=True)
class FactorFeedback:
    """One factor: my answer beside the panel's."""

    factor: Factor
    verdict: Verdict
    mine: str
    panel: str
    drawing: Spread
    rows: tuple[LevelRow, ...]
    panel_size: int
    reasons: tuple[Said, ...]
    both: tuple[CitedRow, ...]
    missed: tuple[CitedRow, ...]
    extra: tuple[CitedRow, ...]
    my_reason: str


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
class Feedback:
    """The whole page after practice, or after a check once its case is retired."""

    assessment: Assessment
    result: Result
    sentences: tuple[str, ...]
    confidence: str
    figures: FigureWords
    factors: tuple[FactorFeedback, ...]
    overall: FactorFeedback | None
    plan: PlanFeedback
    file: CaseFile
    is_synthetic_panel: bool
    panel_size: int
    next_steps: tuple[NextStep, ...] = field(default=())


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
    next_steps: tuple[NextStep, ...] = field(default=())


def holds_levels_back(release: Release) -> bool:
    """Whether the panel's levels stay hidden: for checks and anchors, until the case is retired."""
    return release.use != Use.PRACTICE and release.state != Release.State.RETIRED


def check_feedback(assessment: Assessment) -> CheckFeedback:
    """Strong and weak factors by name. How far, which way and the panel's levels stay back."""
    result = _result(assessment)
    judged = [unit for unit in result.units.all() if unit.excess is not None and not _overall(unit)]
    ranked = sorted(judged, key=lambda unit: (unit.excess, unit.factor.number))
    weak = [unit for unit in reversed(ranked) if unit.excess > 0][:STRONG_AND_WEAK]
    strong = [unit for unit in ranked if unit not in weak][:STRONG_AND_WEAK]
    overall = next((unit for unit in result.units.all() if _overall(unit)), None)
    counts = {"exact": result.exact_units, "scored": result.scored_units}
    within = {"within": result.within_one_units, "scored": result.scored_units}
    return CheckFeedback(
        assessment=assessment,
        result=result,
        sentences=(
            _("You matched the panel on %(exact)d of %(scored)d scored factors.") % counts,
            _("You were within one level on %(within)d of %(scored)d.") % within,
        ),
        strong=tuple(unit.factor.name for unit in strong),
        weak=tuple(unit.factor.name for unit in weak),
        overall_matched=overall.exact if overall else None,
        counts=counts_words(result),
        next_steps=tuple(
            next_steps(assessment.person, assessment.release, [u.factor.code for u in weak])
        ),
    )


def full_feedback(assessment: Assessment) -> Feedback:
    """Everything: the panel's spread, reasons and citations beside the person's own."""
    result = _result(assessment)
    version = assessment.release.case_version
    sheet = answer_sheet(assessment)
    said = _ratings_with_reasons(assessment)
    by_code = {unit.unit.factor.code: unit for unit in key_units(assessment.release.key)}
    size = assessment.release.key.panel_size
    factors = {
        unit.factor.code: _factor_feedback(
            unit, by_code[unit.factor.code], sheet, said.get(unit.factor.code, []), size
        )
        for unit in result.units.all()
    }
    overall = factors.pop(Factor.OVERALL_CODE, None)
    shown = tuple(factors.values())
    weak = _weak_codes(result)
    return Feedback(
        assessment=assessment,
        result=result,
        sentences=summary_sentences(result),
        confidence=confidence_sentence(result),
        figures=figure_words(result),
        factors=shown,
        overall=overall,
        plan=_plan(assessment, result, sheet),
        file=case_file(version, mine=_notes_mine(shown), panel=_notes_panel(shown, size)),
        is_synthetic_panel=assessment.release.key.is_synthetic,
        panel_size=size,
        next_steps=tuple(next_steps(assessment.person, assessment.release, weak)),
    )


def _result(assessment: Assessment) -> Result:
    result = result_of(assessment.uuid)
    if result is None:
        raise LookupError(f"Submitted assessment {assessment.uuid} has no result.")
    return result


def _overall(unit: UnitResult) -> bool:
    return unit.factor.kind == Factor.Kind.OVERALL


def _weak_codes(result: Result) -> list[str]:
    """The factors to read about again, the costliest first."""
    lost = [unit for unit in result.units.all() if not _overall(unit) and (unit.excess or 0) > 0]
    return [unit.factor.code for unit in sorted(lost, key=lambda unit: -unit.excess)]


def _ratings_with_reasons(assessment: Assessment) -> Mapping[str, list[PanelRating]]:
    ratings = (
        PanelRating.objects.filter(
            panellist__panel__case_version=assessment.release.case_version_id
        )
        .exclude(reason="")
        .select_related("panellist", "unit__factor")
        .order_by("unit", "panellist__label", "-round")
    )
    said: dict[str, list[PanelRating]] = {}
    for rating in ratings:
        rows = said.setdefault(rating.unit.factor.code, [])
        if all(row.panellist_id != rating.panellist_id for row in rows):
            rows.append(rating)
    return said


def _factor_feedback(
    unit: UnitResult,
    key_unit: KeyUnit,
    sheet: Sheet,
    ratings: Iterable[PanelRating],
    size: int,
) -> FactorFeedback:
    factor = next(factor for factor in sheet.factors if factor.code == unit.factor.code)
    labels = {level.value: level.label for level in factor.scale.levels.all()}
    answer = sheet.answer(factor.code)
    off_scale = key_unit.not_enough_votes + key_unit.not_applicable_votes
    mine = {(c.passage.ref, c.stance): c.passage for c in answer.citations.all()} if answer else {}
    votes = {(row["passage"], row["stance"]): row["panellists"] for row in key_unit.evidence_votes}
    missed = {(row["passage"], row["stance"]) for row in unit.evidence_missed}
    extra = {(row["passage"], row["stance"]) for row in unit.evidence_extra}
    return FactorFeedback(
        factor=factor,
        verdict=verdict_of(unit),
        mine=_answer_label(unit, labels),
        panel=_panel_label(key_unit, labels, size),
        drawing=spread(
            key_unit.level_votes,
            key_levels=set(key_unit.key_levels) if key_unit.standing == "scored" else (),
            own_level=unit.level,
            off_scale=off_scale,
        ),
        rows=_level_rows(unit, key_unit, labels),
        panel_size=size,
        reasons=tuple(_said(rating, labels) for rating in ratings),
        both=_cited(set(mine) - extra, votes),
        missed=_cited(missed, votes),
        extra=_cited(extra, votes),
        my_reason=reason_text(answer),
    )


def _answer_label(unit: UnitResult, labels: Mapping[int, str]) -> str:
    if unit.level is not None:
        return labels[unit.level]
    return str(dict(Answer._meta.get_field("kind").flatchoices)[unit.answer_kind])


def _panel_label(unit: KeyUnit, labels: Mapping[int, str], size: int) -> str:
    """The panel's answer in words with how many gave it, or that it is split."""
    if unit.standing == "key_not_enough":
        return _("Not enough information (%(n)d of %(size)d)") % {
            "n": unit.not_enough_votes, "size": size,
        }  # fmt: skip
    if unit.standing == "key_not_applicable":
        return _("Not applicable (%(n)d of %(size)d)") % {
            "n": unit.not_applicable_votes, "size": size,
        }  # fmt: skip
    if unit.standing == "contested":
        return _("Split")
    if not unit.key_levels:
        return _("No level")
    names = _(" or ").join(labels[level] for level in unit.key_levels)
    votes = sum(unit.level_votes[level] for level in unit.key_levels)
    return _("%(names)s (%(n)d of %(size)d)") % {"names": names, "n": votes, "size": size}


def _level_rows(
    unit: UnitResult, key_unit: KeyUnit, labels: Mapping[int, str]
) -> tuple[LevelRow, ...]:
    rows = [
        LevelRow(label, votes, unit.level == level, level in key_unit.key_levels)
        for (level, label), votes in zip(sorted(labels.items()), key_unit.level_votes, strict=True)
    ]
    others = (
        ("not_enough", _("Not enough information"), key_unit.not_enough_votes),
        ("not_applicable", _("Not applicable"), key_unit.not_applicable_votes),
    )
    rows += [
        LevelRow(label, votes, unit.answer_kind == kind, key_unit.standing == f"key_{kind}")
        for kind, label, votes in others
        if votes or unit.answer_kind == kind
    ]
    return tuple(rows)


def _said(rating: PanelRating, labels: Mapping[int, str]) -> Said:
    level = labels[rating.level] if rating.level is not None else rating.get_kind_display()
    return Said(rating.reason, f"{rating.panellist.label}, {level.lower()}")


def _cited(
    which: Iterable[tuple[str, str]], votes: Mapping[tuple[str, str], int]
) -> tuple[CitedRow, ...]:

    stances = {"for": _("for"), "against": _("against")}
    rows = [
        CitedRow(ref, anchor_of(ref), stances[stance], votes.get((ref, stance), 0))
        for ref, stance in which
    ]
    return tuple(sorted(rows, key=lambda row: (-row.panellists, row.ref)))


def _notes_mine(factors: Iterable[FactorFeedback]) -> dict[str, tuple[str, ...]]:
    notes: dict[str, list[str]] = {}
    for one in factors:
        for row in (*one.both, *one.extra):
            words = _("You: %(stance)s %(factor)s") % {
                "stance": row.stance, "factor": one.factor.name,
            }  # fmt: skip
            notes.setdefault(row.ref, []).append(words)
    return {ref: tuple(words) for ref, words in notes.items()}


def _notes_panel(factors: Iterable[FactorFeedback], size: int) -> dict[str, tuple[str, ...]]:
    notes: dict[str, list[str]] = {}
    for one in factors:
        for row in (*one.both, *one.missed):
            if not row.panellists:
                continue
            words = _("Panel: %(stance)s %(factor)s (%(n)d of %(size)d)") % {
                "stance": row.stance, "factor": one.factor.name, "n": row.panellists, "size": size,
            }  # fmt: skip
            notes.setdefault(row.ref, []).append(words)
    return {ref: tuple(words) for ref, words in notes.items()}


def _plan(assessment: Assessment, result: Result, sheet: Sheet) -> PlanFeedback:
    votes = KeyStage.objects.get(key=result.key_id, stage=sheet.stage.stage)
    framework = assessment.release.case_version.framework_id
    bands = dict(IntervalBand.objects.filter(framework=framework).values_list("code", "label"))
    labels = dict(Action.objects.filter(framework=framework).values_list("code", "label"))
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
