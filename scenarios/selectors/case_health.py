"""The page of a case's health: what its panel says at once, and what its use says later."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scenarios.health_words import (
    Reason,
    figure_or_why,
    likely_between,
    named,
    percent_or_why,
)
from scenarios.selectors.disagreements import UnitCount, counts_by_unit
from scenarios.selectors.factor_feedback import LevelRow, level_labels, level_rows, panel_label
from scenarios.selectors.health_panellists import PanellistRow, panellist_rows
from scenarios.selectors.health_subjects import JudgedKey
from scenarios.selectors.health_use import UseSaid, use_said
from scenarios.selectors.panel_agreement import agreement_of, blind_ratings, sentences_on
from scenarios.selectors.panel_ratings import standing_words
from scenarios.selectors.verdicts import (
    LOW_AC2,
    CaseVerdict,
    reasons_now,
    reasons_of_panel,
    reasons_of_use,
    verdict_of_reasons,
)
from scoring.public import (
    Estimate,
    Factor,
    FactorHealth,
    IntervalLine,
    Key,
    PanelAgreement,
    PanelHealth,
    PanelUnitHealth,
    Place,
    PointsLine,
    ScoreLine,
    Spread,
    Undefined,
    Variation,
    case_use,
    figure_text,
    interval_line,
    key_facts,
    panel_health,
    points_line,
    spread,
)


@dataclass(frozen=True)
class AgreementRow:
    name: str
    value: str
    between: str


@dataclass(frozen=True)
class AgreementSaid:
    """How far the panel agrees: sentences, a drawing of the coefficients, and their table."""

    panellists: int
    factors: int
    sentences: tuple[str, ...]
    variation: str
    drawing: IntervalLine | None
    rows: tuple[AgreementRow, ...]


@dataclass(frozen=True)
class PlaceRow:
    """Somebody on the score's line. ``mark`` is the letter in the drawing, if they are on it."""

    mark: str
    who: str
    cost: str
    points: str


@dataclass(frozen=True)
class LineSaid:
    drawing: PointsLine | None
    rows: tuple[PlaceRow, ...]
    note: str
    nearer: str


@dataclass(frozen=True)
class UnitRow:
    """One factor of the panel's table."""

    name: str
    stage: int
    answer: str
    ratings: int
    agreeing: str
    consensus: str
    note: str
    is_flagged: bool


@dataclass(frozen=True)
class SplitUnit:
    """A factor to look at, drawn with its votes."""

    name: str
    stage: int
    why: str
    drawing: Spread
    rows: tuple[LevelRow, ...]


@dataclass(frozen=True)
class CaseHealth:
    """Everything on the page of one key. ``kept`` and ``people`` are what a list will say of it."""

    verdict: CaseVerdict
    is_synthetic: bool
    size: int
    is_wrong_tool: bool
    agreement: AgreementSaid | None
    line: LineSaid
    units: tuple[UnitRow, ...]
    split: tuple[SplitUnit, ...]
    panellists: tuple[PanellistRow, ...]
    use: tuple[UseSaid, ...]
    disagreements: tuple[UnitCount, ...]
    kept: tuple[Reason, ...]
    people: int


def case_health(one: JudgedKey, *, with_panellists: bool, may_ask: bool = False) -> CaseHealth:
    """The whole page in a number of queries that does not grow with people or panellists.

    ``with_panellists``: also who lies far from the others, which the chair and approver may see.
    ``may_ask``: and the way to ask them, which is the chair's.
    """
    key = one.key
    found, groups = panel_health(key), case_use(key)
    blind = blind_ratings(one.panel) if one.panel else []
    kept = [*reasons_of_panel(key_facts([key])[key.pk]), *reasons_of_use(groups)]
    return CaseHealth(
        verdict=verdict_of_reasons([*kept, *reasons_now(key)]),
        is_synthetic=key.is_synthetic,
        size=key.panel_size,
        is_wrong_tool=key.is_wrong_tool,
        agreement=_agreement(agreement_of(blind), found) if blind else None,
        line=_line(found.line, found.units),
        units=tuple(_unit(unit, key) for unit in found.units),
        split=tuple(_split(unit) for unit in found.units if _is_shown_split(unit)),
        panellists=panellist_rows(one.panel, blind, may_ask=may_ask)
        if with_panellists and one.panel
        else (),
        use=use_said(one.version, key, groups),
        disagreements=tuple(counts_by_unit(key)),
        kept=tuple(kept),
        people=sum(group.people for group in groups),
    )


def _agreement(found: PanelAgreement, panel: PanelHealth) -> AgreementSaid:
    coefficients = ((_("Alpha"), found.alpha), (_("AC2"), found.ac2))
    drawn = [
        (name, figure.value, figure.low, figure.high)
        for name, figure in coefficients
        if isinstance(figure, Estimate)
    ]
    return AgreementSaid(
        panellists=found.panellists,
        factors=found.factors,
        sentences=sentences_on(found, with_advice=False),
        variation=_variation_words(
            panel.variation, found, has_marked=any(_is_shown_split(unit) for unit in panel.units)
        ),
        drawing=interval_line(drawn) if drawn else None,
        rows=(
            *(
                AgreementRow(name, figure_or_why(figure), likely_between(figure))
                for name, figure in coefficients
            ),
            _pairs(_("Two panellists agree"), found.exact),
            _pairs(_("Within one level"), found.within_one),
        ),
    )


def _pairs(name: str, figure: Estimate | Undefined) -> AgreementRow:
    if isinstance(figure, Undefined):
        return AgreementRow(name, figure_or_why(figure), likely_between(figure))
    return AgreementRow(name, f"{round(figure.value)}%", _("not worked out"))


def _variation_words(found: FactorHealth, said: PanelAgreement, *, has_marked: bool) -> str:
    """Whether a low alpha is the panel's doing or the case's: they ask for different things.

    Experts who give the same level seldom, and are seldom more than a level apart, differ little:
    with factors that are alike as well, neither alone is why.
    """
    figures = {
        "agreeing": percent_or_why(found.agreeing),
        "variation": figure_or_why(found.variation),
    }
    agrees = isinstance(said.ac2, Estimate) and said.ac2.value >= LOW_AC2
    if found.verdict == Variation.DISAGREEMENT and agrees:
        words = _(
            "Alpha is low for two reasons together: %(agreeing)s of pairs give the very same "
            "level, and the factors of this case are rather alike (their mean levels differ by "
            "%(variation)s). The panel does agree, as AC2 says: let some factors stand lower or "
            "higher."
        )
        return words % figures
    words = {
        Variation.SOUND: _(
            "Alpha is high enough: the panel tells this case’s factors apart, and agrees."
        ),
        Variation.LITTLE_VARIATION: _(
            "Alpha is low because the factors of this case are so alike (their mean levels differ "
            "by %(variation)s), not because the panel differs: %(agreeing)s of pairs agree. That "
            "is for the author: let some factors stand lower or higher."
        ),
        Variation.DISAGREEMENT: _(
            "Alpha is low because panellists differ: %(agreeing)s of pairs agree."
        ),
        Variation.UNKNOWN: _("No two panellists rated the same factor."),
    }
    sentence = words[found.verdict] % figures
    if found.verdict == Variation.DISAGREEMENT and has_marked:
        what = _("Look at the factors marked below, and at what the file says of them.")
        return f"{sentence} {what}"
    return sentence


def _line(line: ScoreLine, units: Sequence[PanelUnitHealth]) -> LineSaid:
    labels: dict[int, str] = {}
    for unit in units:
        if unit.factor.kind == Factor.Kind.RISK and not labels:
            labels = level_labels(unit.factor)
    one_level = _("The same level for every factor, the one that does best here")
    if line.level is not None:
        one_level = _("Level %(level)d for every factor, which does best here") % {
            "level": line.level
        }
    places = (
        (
            "A",
            _("The panel’s middle"),
            Place(0.0, 100.0 if _has_points(line) else line.panellist.points),
        ),
        ("B", _("A typical panellist, from the blind round"), line.panellist),
        ("C", one_level, line.one_level),
        (
            "D",
            _("Never opening the file: the yardstick’s level for each factor"),
            line.never_reading,
        ),
    )
    # On a provisional yardstick there are no numbers, and the drawing says as much as can be said.
    drawn = [
        (mark, 100 * (1 - place.cost / line.mean_loss), mark in "BD")
        for mark, _who, place in places
        if line.mean_loss and not isinstance(place.cost, Undefined)
    ]
    # Why there is no number is said once below, not in every row.
    rows = tuple(
        PlaceRow(
            mark,
            who,
            figure_or_why(place.cost),
            "–" if isinstance(place.points, Undefined) else figure_or_why(place.points, 0),
        )
        for mark, who, place in places
    )
    drawing = points_line(drawn, has_numbers=_has_points(line)) if len(drawn) > 1 else None
    return LineSaid(drawing, rows, _line_note(line), _nearer_words(line))


def _has_points(line: ScoreLine) -> bool:
    return any(
        not isinstance(place.points, Undefined)
        for place in (line.panellist, line.one_level, line.never_reading)
    )


def _nearer_words(line: ScoreLine) -> str:
    """Who comes as near to the panel's middle as a panellist without weighing what is in the file.

    It is said, and is no reason to look again: one case can lie on either side by chance.
    """
    panellist = line.panellist.cost
    if isinstance(panellist, Undefined):
        return ""
    near = [
        mark
        for mark, place in (("C", line.one_level), ("D", line.never_reading))
        if not isinstance(place.cost, Undefined) and place.cost <= panellist
    ]
    if not near:
        return ""
    return _(
        "Here %(marks)s comes as near to the middle as B, so this case alone tells little of who "
        "has read it. Factors that stand further apart would tell more."
    ) % {"marks": named(near)}


def _line_note(line: ScoreLine) -> str:
    if line.mean_loss is None:
        return _("There is no yardstick yet, so this is in levels alone.")
    note = _(
        "0 points is what never reading costs on average over the yardstick’s cases, %(loss)s "
        "levels a factor; on one case it can lie on either side."
    ) % {"loss": figure_text(line.mean_loss)}
    if not _has_points(line):
        return f"{note} {_('The yardstick is provisional, so the drawing has no numbers.')}"
    return note


def _unit(unit: PanelUnitHealth, key: Key) -> UnitRow:
    voters = key.panel_size - key.wrong_tool_votes
    return UnitRow(
        name=unit.factor.name,
        stage=unit.stage,
        answer=panel_label(unit.row, level_labels(unit.factor), voters),
        ratings=unit.ratings,
        agreeing=percent_or_why(unit.agreeing),
        consensus=figure_or_why(unit.consensus),
        note=standing_words(unit.standing) if unit.standing != "scored" else _flag_words(unit),
        is_flagged=_is_shown_split(unit),
    )


def _is_shown_split(unit: PanelUnitHealth) -> bool:
    """Where the key is an answer without a level, how the few levels spread is nothing to ask."""
    return unit.is_flagged and unit.standing in ("scored", "contested")


def _flag_words(unit: PanelUnitHealth) -> str:
    if not unit.is_flagged:
        return ""
    if unit.is_polarised:
        return _("Scored, but two camps stand apart: look at it.")
    return _("Scored. One far-off rating lowers agreement: look at it.")


def _split(unit: PanelUnitHealth) -> SplitUnit:
    return SplitUnit(
        name=unit.factor.name,
        stage=unit.stage,
        why=standing_words(unit.standing) if unit.is_contested else _flag_words(unit),
        drawing=spread(unit.row.level_votes),
        rows=level_rows(unit.row, level_labels(unit.factor)),
    )
