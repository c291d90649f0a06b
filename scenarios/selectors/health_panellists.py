"""Panellists against the others, by label, and what those far off were asked and answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from scenarios.health_words import percent_or_why, signed
from scenarios.models import Panel, PanelAnswer, Panellist, PanelQuestion
from scenarios.selectors.panel_agreement import blind_ratings
from scoring.public import PanellistDifference, figure_text, panellists_apart

BlindRows = Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True)
class AskedRow:
    """What a panellist was asked and what they said, by label. Reported words are kept back."""

    label: str
    asked_at: datetime
    text: str
    has_letter: bool
    stance: str = ""
    answer: str = ""
    answered_at: datetime | None = None
    has_misread: bool = False

    @property
    def words(self) -> str:
        """How it stands, for a table."""
        if self.answered_at:
            return _("Asked and answered")
        if not self.has_letter:
            return _("Asked, but the letter could not be sent")
        return _("Asked, not answered yet")


@dataclass(frozen=True)
class PanellistRow:
    label: str
    signed: str
    distance: str
    moved: str
    units: int
    is_far: bool
    asked: AskedRow | None
    ask_url: str


def far_seats(panel: Panel) -> set[int]:
    """The seats that lie so far from the others in the blind round that they are asked why."""
    return {one.panellist for one in _apart(blind_ratings(panel)) if one.is_far}


def panellist_rows(panel: Panel, blind: BlindRows, *, may_ask: bool) -> tuple[PanellistRow, ...]:
    """Everybody of the panel by label, the furthest from the others first: two queries.

    Nobody is named. ``may_ask``: the rows lead to asking those who are far off.
    """
    labels = dict(Panellist.objects.filter(panel=panel).values_list("pk", "label"))
    asked = {row.label: row for row in asked_rows(panel)}
    return tuple(
        _row(panel, labels[one.panellist], one, asked, may_ask=may_ask) for one in _apart(blind)
    )


def asked_rows(panel: Panel) -> list[AskedRow]:
    """Who was asked, in the order of labels, which were drawn; one query."""
    questions = PanelQuestion.objects.filter(panellist__panel=panel)
    questions = questions.select_related("panellist", "answer").order_by("panellist__label")
    return [asked_row(question) for question in questions]


def asked_row(question: PanelQuestion) -> AskedRow:
    """One question with its answer, if there is one, as it may be shown."""
    label, text = question.panellist.label, question.or_notice(question.text)
    if not question.is_answered:
        return AskedRow(label, question.asked_at, text, question.mailed_at is not None)
    answer = question.answer
    return AskedRow(
        label=label,
        asked_at=question.asked_at,
        text=text,
        has_letter=question.mailed_at is not None,
        stance=str(answer.get_stance_display()),
        answer=answer.or_notice(answer.text),
        answered_at=answer.answered_at,
        has_misread=answer.stance == PanelAnswer.Stance.MISREAD,
    )


def _apart(blind: Iterable[tuple[int, int, int, int]]) -> list[PanellistDifference]:
    return panellists_apart([row[:3] for row in blind])


def _row(
    panel: Panel,
    label: str,
    one: PanellistDifference,
    asked: dict[str, AskedRow],
    *,
    may_ask: bool,
) -> PanellistRow:
    there = asked.get(label)
    to_ask = may_ask and one.is_far and (there is None or not there.has_letter)
    return PanellistRow(
        label=label,
        signed=signed(one.signed),
        distance=figure_text(one.distance, 1),
        moved=percent_or_why(one.moved),
        units=one.units,
        is_far=one.is_far,
        asked=there,
        ask_url=reverse("panel_ask", args=[panel.uuid, label]) if to_ask else "",
    )
