"""What a closed panel said, for those who answer for its key. Labels stand for people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from scenarios.models import ChairNote, Panel
from scenarios.selectors.case_file import CaseFile, case_file
from scenarios.selectors.factor_feedback import (
    CitedRow,
    LevelRow,
    Said,
    cited_rows,
    level_labels,
    level_rows,
    panel_label,
    ratings_with_reasons,
    said_of,
)
from scenarios.selectors.panel_agreement import agreement_words
from scenarios.services.panels import finished_seats
from scoring.public import (
    Action,
    Factor,
    IntervalBand,
    Key,
    KeyStage,
    KeyUnit,
    Spread,
    Standing,
    key_units,
    spread,
)


@dataclass(frozen=True)
class UnitSaid:
    """One unit: the votes, what follows from them, the reasons and the passages."""

    factor: Factor
    anchor: str
    answer: str
    standing: str
    is_scored: bool
    drawing: Spread
    rows: tuple[LevelRow, ...]
    reasons: tuple[Said, ...]
    cited: tuple[CitedRow, ...]
    blind_rows: tuple[LevelRow, ...] = ()
    is_contested: bool = False
    note: str = ""
    note_url: str = ""


@dataclass(frozen=True)
class UnitCounts:
    """What becomes of the factors, the overall level aside."""

    scored: int
    right_or_wrong: int
    shown_only: int


@dataclass(frozen=True)
class StageSaid:
    """One stage: its units, review intervals and actions, each with how many said so."""

    number: int
    units: tuple[UnitSaid, ...]
    intervals: tuple[tuple[str, int], ...]
    actions: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PanelSaid:
    """Everything on the page of a closed panel."""

    size: int
    left_out: int
    asked_again: int
    looked_again: int
    wrong_tool: tuple[Said, ...]
    is_wrong_tool: bool
    counts: UnitCounts
    agreement: tuple[str, ...]
    stages: tuple[StageSaid, ...]
    file: CaseFile


def said_by_panel(panel: Panel) -> PanelSaid:
    """The page's content, in a constant number of queries however large the panel is."""
    key, version = panel.key, panel.case_version
    units = key_units(key)
    prefetch_related_objects([row.unit.factor for row in units], "scale__levels")
    reasons, notes = ratings_with_reasons(key), chair_notes(panel)
    dressed = {
        row: _unit(
            row,
            reasons.get((row.unit.stage, row.unit.factor.code), ()),
            key,
            panel,
            notes.get(row.unit_id, ""),
        )
        for row in units
    }
    finished = list(finished_seats(panel).order_by("label"))
    return PanelSaid(
        size=key.panel_size,
        left_out=panel.panellists.count() - len(finished),
        asked_again=sum(seat.asked_again > 0 for seat in finished),
        looked_again=sum(seat.revised_at is not None for seat in finished),
        wrong_tool=tuple(
            Said(
                seat.or_notice(seat.wrong_tool_reason),
                f"{seat.label}, {seat.get_wrong_tool_ground_display()}",
            )
            for seat in finished
            if seat.wrong_tool_ground
        ),
        is_wrong_tool=key.is_wrong_tool,
        counts=_counts(units),
        agreement=agreement_words(panel),
        stages=_stages(key, dressed),
        file=case_file(version),
    )


def unit_counts(key: Key) -> UnitCounts:
    """The counts of a key by themselves, for the page that approves it."""
    return _counts(key_units(key))


def _counts(units: Iterable[KeyUnit]) -> UnitCounts:
    standings = Counter(
        Standing(row.standing) for row in units if row.unit.factor.kind != Factor.Kind.OVERALL
    )
    return UnitCounts(
        scored=standings[Standing.SCORED],
        right_or_wrong=standings[Standing.KEY_NOT_ENOUGH] + standings[Standing.KEY_NOT_APPLICABLE],
        shown_only=standings[Standing.CONTESTED] + standings[Standing.TOO_FEW],
    )


def unit_said(panel: Panel, row: KeyUnit) -> UnitSaid:
    """One unit of a closed panel by itself, for the page of the chair's note on it."""
    reasons = ratings_with_reasons(panel.key).get((row.unit.stage, row.unit.factor.code), ())
    return _unit(row, reasons, panel.key, panel, chair_notes(panel).get(row.unit_id, ""))


def chair_notes(panel: Panel) -> dict[int, str]:
    """Unit to the chair's note on it, or to why it is kept back; one query."""
    notes = ChairNote.objects.filter(panel=panel)
    return {note.unit_id: note.or_notice(note.text) for note in notes}


def _unit(row: KeyUnit, reasons: Sequence, key: Key, panel: Panel, note: str) -> UnitSaid:
    factor = row.unit.factor
    labels = level_labels(factor)
    is_scored = row.standing == Standing.SCORED
    votes = {(e["passage"], e["stance"]): e["panellists"] for e in row.evidence_votes}
    voters = key.panel_size - key.wrong_tool_votes
    return UnitSaid(
        factor=factor,
        anchor=f"stage-{row.unit.stage}-{factor.code}",
        answer=panel_label(row, labels, voters),
        standing=standing_words(row.standing),
        is_scored=is_scored,
        drawing=spread(
            row.level_votes,
            key_levels=set(row.key_levels) if is_scored else (),
            off_scale=row.not_enough_votes + row.not_applicable_votes,
        ),
        rows=(
            *level_rows(row, labels),
            *_outside(row.outside_field_votes),
        ),
        reasons=tuple(said_of(rating, labels) for rating in reasons),
        cited=cited_rows(votes, votes),
        blind_rows=_blind_rows(row, labels),
        is_contested=row.standing == Standing.CONTESTED,
        note=note,
        note_url=reverse("panel_note", args=[panel.uuid, row.unit.stage, factor.code]),
    )


def _blind_rows(row: KeyUnit, labels: Mapping[int, str]) -> tuple[LevelRow, ...]:
    """The levels of the blind round, where the revision round changed them."""
    if row.blind_level_votes == row.level_votes:
        return ()
    levels = sorted(labels.items())
    pairs = zip(levels, row.blind_level_votes, strict=True)
    return tuple(LevelRow(label, votes, False, False) for (_level, label), votes in pairs)


def _outside(votes: int) -> list[LevelRow]:
    return [LevelRow(_("Outside my field"), votes, False, False)] if votes else []


def standing_words(standing: str) -> str:
    """What a unit is used for, in words."""
    return {
        Standing.SCORED: _("Scored."),
        Standing.CONTESTED: _("Contested: the panel is split, so it is shown and not scored."),
        Standing.TOO_FEW: _("Too few gave a level, so it is shown and not scored."),
        Standing.KEY_NOT_ENOUGH: _(
            "The panel’s answer is “not enough information”: right or wrong, outside the score."
        ),
        Standing.KEY_NOT_APPLICABLE: _(
            "The panel’s answer is “not applicable”: right or wrong, outside the score."
        ),
    }[Standing(standing)]


def _stages(key: Key, dressed: dict[KeyUnit, UnitSaid]) -> tuple[StageSaid, ...]:
    of_framework = {"framework": key.framework_id}
    bands = dict(IntervalBand.objects.filter(**of_framework).values_list("code", "label"))
    labels = dict(Action.objects.filter(**of_framework).values_list("code", "label"))
    return tuple(
        StageSaid(
            number=stage.stage,
            units=tuple(one for row, one in dressed.items() if row.unit.stage == stage.stage),
            intervals=tuple(
                (label, stage.interval_votes[code])
                for code, label in bands.items()
                if stage.interval_votes.get(code)
            ),
            actions=tuple(
                (labels[code], n) for code, n in Counter(stage.action_votes).most_common()
            ),
        )
        for stage in KeyStage.objects.filter(key=key).order_by("stage")
    )
