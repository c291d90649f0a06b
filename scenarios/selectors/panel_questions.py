"""The pages of a question to a panellist who lies far from the others: asking, and answering."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from people.public import User
from scenarios.models import AnswerKind, Panel, Panellist, PanelRating
from scenarios.selectors.case_file import case_file
from scenarios.selectors.factor_feedback import LevelRow, level_labels
from scenarios.selectors.health_panellists import asked_row, far_seats
from scenarios.selectors.panel_revision import answer_words
from scenarios.selectors.panel_rounds import BlindRound, blind_round
from scenarios.selectors.panels import seat_or_404
from scenarios.services.revising import REVISION
from scoring.public import Factor, Spread, framework_parts, spread

Page = dict[str, Any]


@dataclass(frozen=True)
class AskedUnit:
    """One item: what the person said, and how the panel lay in the blind round."""

    factor: Factor
    stage: int
    anchor: str
    blind: str
    now: str
    reason: str
    others: str
    distance: float
    drawing: Spread
    rows: tuple[LevelRow, ...]

    @property
    def is_far(self) -> bool:
        return self.distance >= 1


def far_seat_or_404(panel: Panel, label: str) -> Panellist:
    """The seat of a label that lies far from the others; any other is a page that is not there."""
    seats = Panellist.objects.filter(panel=panel, label=label, person__isnull=False)
    seat = seats.select_related("question").first()
    if panel.key_id is None or seat is None or seat.pk not in far_seats(panel):
        raise Http404
    return seat


def asked_seat_or_404(user: User, uuid: UUID) -> Panellist:
    """One's own seat on a panel whose chair asks one something; nobody else's."""
    seat = seat_or_404(user, uuid)
    if not hasattr(seat, "question"):
        raise Http404
    return seat


def question_page(seat: Panellist, form: object) -> Page:
    """The question, one's own ratings where the panel lay otherwise, and the case file.

    Neither a label nor a name of anybody else is read for it.
    """
    units = _units(seat, blind_round(seat.panel))
    return {
        "seat": seat,
        "panel": seat.panel,
        "version": seat.panel.case_version,
        "asked": asked_row(seat.question),
        "is_staged": seat.panel.case_version.stages > 1,
        "far": [unit for unit in units if unit.is_far],
        "near": [unit for unit in units if not unit.is_far],
        "form": form,
        "file": case_file(seat.panel.case_version),
        "report_url": reverse("panel_report_real_data", args=[seat.panel.uuid]),
    }


def _units(seat: Panellist, said: BlindRound) -> list[AskedUnit]:
    """What the person gave an answer to, the furthest from the others first."""
    parts = framework_parts(seat.panel.case_version.framework_id)
    factors = {factor.pk: factor for factor in parts.factors}
    revised = {
        row.unit_id: row for row in PanelRating.objects.filter(panellist=seat, round=REVISION)
    }
    units = [
        _unit(factors[mine.unit.factor_id], mine, rows, said, revised.get(unit))
        for unit, rows in said.answers.items()
        for mine in rows
        if mine.panellist_id == seat.pk
    ]
    return sorted(units, key=lambda unit: -unit.distance)


def _unit(
    factor: Factor,
    mine: PanelRating,
    rows: tuple[PanelRating, ...],
    said: BlindRound,
    revised: PanelRating | None,
) -> AskedUnit:
    labels, votes = level_labels(factor), said.votes(mine.unit_id)
    others = [row for row in rows if row.panellist_id != mine.panellist_id]
    return AskedUnit(
        factor=factor,
        stage=mine.unit.stage,
        anchor=f"stage-{mine.unit.stage}-{factor.code}",
        blind=answer_words(mine, labels),
        now=answer_words(revised, labels) if revised is not None else "",
        reason=mine.or_notice(mine.reason).strip(),
        others=_others_words(others, labels),
        distance=_distance(mine, others),
        drawing=spread(
            votes.levels,
            own_level=mine.level,
            off_scale=votes.not_enough + votes.not_applicable,
        ),
        rows=_level_rows(mine, rows, labels),
    )


def _distance(mine: PanelRating, others: list[PanelRating]) -> float:
    """How many levels from what the others say on average; nothing to say without levels is 0."""
    levels = [row.level for row in others if row.level is not None]
    if mine.level is None or not levels:
        return 0.0
    return abs(mine.level - sum(levels) / len(levels))


def _others_words(others: list[PanelRating], labels: dict[int, str]) -> str:
    """The answers of the others in a line, the commonest first, each with how many gave it."""
    counted = Counter(answer_words(row, labels) for row in others)
    words = (
        _("%(answer)s (%(n)d)") % {"answer": answer, "n": n} for answer, n in counted.most_common()
    )
    return ", ".join(words)


def _level_rows(
    mine: PanelRating, rows: tuple[PanelRating, ...], labels: dict[int, str]
) -> tuple[LevelRow, ...]:
    levels, kinds = Counter(row.level for row in rows), Counter(row.kind for row in rows)
    return (
        *(
            LevelRow(label, levels[level], mine.level == level, False)
            for level, label in sorted(labels.items())
        ),
        *(
            LevelRow(str(kind.label), kinds[kind], mine.kind == kind, False)
            for kind in (AnswerKind.NOT_ENOUGH, AnswerKind.NOT_APPLICABLE)
            if kinds.get(kind)
        ),
    )
