"""One factor of the feedback: a person's answer beside the panel's votes, reasons and citations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.public import Prepared, Slot
from scenarios.models import Answer, ChairNote, Panel, PanelRating
from scenarios.models.case import anchor_of
from scenarios.selectors.disagreements import OwnDisagreement, anchor_on_feedback
from scenarios.selectors.sheets import Sheet, reason_shown
from scenarios.verdicts import Verdict, verdict_of
from scoring.public import Factor, Key, KeyUnit, Spread, UnitResult, spread, voted_key_id

# A passage cited by one panellist alone is not yet the panel's.
CITED_BY_THE_PANEL = 2
BLIND_ROUND = 1


_with_reasons = Prepared(
    lambda: (
        PanelRating.objects.filter(
            panellist__panel__key=Slot(Panel, "key"),
            panellist__finished_at__isnull=False,
            panellist__wrong_tool_ground="",
        )
        .exclude(reason="", withheld="", round=BLIND_ROUND)
        .select_related("panellist", "unit__factor")
        .order_by("unit", "panellist__label", "-round")
    )
)

_notes = Prepared(lambda: ChairNote.objects.filter(panel__key=Slot(Panel, "key")))


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
    """One factor at one stage: my answer beside the panel's. ``anchor`` is its id on the page."""

    factor: Factor
    stage: int
    anchor: str
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
    cited_by_panel: tuple[CitedRow, ...]
    my_reason: str
    disagreement: OwnDisagreement | None = None
    chair_note: str = ""


def ratings_with_reasons(key: Key) -> Mapping[tuple[int, str], list[PanelRating]]:
    """The panel's last reasons by stage and factor code, in one query.

    Each is the row that its text stands in, with the answer that the panellist came to in the end.
    """
    last: dict[tuple[int, int], PanelRating] = {}
    said: dict[tuple[int, str], list[PanelRating]] = {}
    for rating in _with_reasons.rows(key=voted_key_id(key)):
        place = (rating.unit_id, rating.panellist_id)
        revised = last.setdefault(place, rating)
        if revised is not rating:
            if not revised.keeps_reason:
                continue
            rating.kind, rating.level = revised.kind, revised.level
        elif rating.keeps_reason or not (rating.reason or rating.withheld):
            continue
        said.setdefault((rating.unit.stage, rating.unit.factor.code), []).append(rating)
    return said


def notes_on_key(key: Key) -> dict[int, str]:
    """Unit to the chair's note on it, or to why it is kept back; one query.

    A key that was copied to another version of a case has units of its own, and so no notes.
    """
    notes = _notes.rows(key=key.pk)
    return {note.unit_id: words for note in notes if (words := note.or_notice(note.text))}


def factor_feedback(
    unit: UnitResult,
    key_unit: KeyUnit,
    sheet: Sheet,
    ratings: Iterable[PanelRating],
    size: int,
    *,
    is_staged: bool,
    chair_note: str = "",
) -> FactorFeedback:
    """One unit of a result dressed with the panel's votes, reasons and citations."""
    factor = next(factor for factor in sheet.factors if factor.code == unit.factor.code)
    labels = level_labels(factor)
    answer = sheet.answer(factor.code)
    off_scale = key_unit.not_enough_votes + key_unit.not_applicable_votes
    mine = {(c.passage.ref, c.stance): c.passage for c in answer.citations.all()} if answer else {}
    votes = {(row["passage"], row["stance"]): row["panellists"] for row in key_unit.evidence_votes}
    missed = {(row["passage"], row["stance"]) for row in unit.evidence_missed}
    extra = {(row["passage"], row["stance"]) for row in unit.evidence_extra}
    return FactorFeedback(
        factor=factor,
        stage=unit.stage,
        anchor=anchor_on_feedback(unit.stage, factor.code, is_staged=is_staged),
        verdict=verdict_of(unit),
        mine=_answer_label(unit, labels),
        panel=panel_label(key_unit, labels, size),
        drawing=spread(
            key_unit.level_votes,
            key_levels=set(key_unit.key_levels) if key_unit.standing == "scored" else (),
            own_level=unit.level,
            off_scale=off_scale,
        ),
        rows=level_rows(key_unit, labels, mine=unit),
        panel_size=size,
        reasons=tuple(said_of(rating, labels) for rating in ratings),
        both=cited_rows(set(mine) - extra, votes),
        missed=cited_rows(missed, votes),
        extra=cited_rows(extra, votes),
        cited_by_panel=cited_rows(
            (at for at, n in votes.items() if n >= CITED_BY_THE_PANEL), votes
        ),
        my_reason=reason_shown(answer),
        chair_note=chair_note,
    )


def level_labels(factor: Factor) -> dict[int, str]:
    return {level.value: level.label for level in factor.scale.levels.all()}


def _answer_label(unit: UnitResult, labels: Mapping[int, str]) -> str:
    if unit.level is not None:
        return labels[unit.level]
    return str(dict(Answer._meta.get_field("kind").flatchoices)[unit.answer_kind])


def panel_label(unit: KeyUnit, labels: Mapping[int, str], size: int) -> str:
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


def level_rows(
    key_unit: KeyUnit, labels: Mapping[int, str], *, mine: UnitResult | None = None
) -> tuple[LevelRow, ...]:
    """The panel's votes a row an answer, one's own marked where there is one."""
    my_level, my_kind = (mine.level, mine.answer_kind) if mine else (None, "")
    rows = [
        LevelRow(label, votes, my_level == level, level in key_unit.key_levels)
        for (level, label), votes in zip(sorted(labels.items()), key_unit.level_votes, strict=True)
    ]
    others = (
        ("not_enough", _("Not enough information"), key_unit.not_enough_votes),
        ("not_applicable", _("Not applicable"), key_unit.not_applicable_votes),
    )
    rows += [
        LevelRow(label, votes, my_kind == kind, key_unit.standing == f"key_{kind}")
        for kind, label, votes in others
        if votes or my_kind == kind
    ]
    return tuple(rows)


def said_of(rating: PanelRating, labels: Mapping[int, str]) -> Said:
    level = labels[rating.level] if rating.level is not None else rating.get_kind_display()
    return Said(rating.or_notice(rating.reason), f"{rating.panellist.label}, {level.lower()}")


def cited_rows(
    which: Iterable[tuple[str, str]], votes: Mapping[tuple[str, str], int]
) -> tuple[CitedRow, ...]:

    stances = {"for": _("for"), "against": _("against")}
    rows = [
        CitedRow(ref, anchor_of(ref), stances[stance], votes.get((ref, stance), 0))
        for ref, stance in which
    ]
    return tuple(sorted(rows, key=lambda row: (-row.panellists, row.ref)))
