"""How far a panel agrees, in words for those who answer for its key."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from scenarios.models import AnswerKind, Panel, PanelRating
from scenarios.services.panel_people import least_agreement, little_agreement_blocks
from scenarios.services.panels import rating_seats
from scoring.public import (
    Estimate,
    Factor,
    PanelAgreement,
    Undefined,
    figure_text,
    pairs_within_one,
    panel_agreement,
    words_for,
)

BLIND_ROUND = 1


def blind_ratings(panel: Panel) -> list[tuple[int, int, int, int]]:
    """Rows of panellist, unit, level and how many levels its scale has, of the blind round."""
    return _ratings(panel, last_round=False)


def agreement_of(rows: Sequence[tuple[int, int, int, int]]) -> PanelAgreement:
    """The figures of a panel's blind ratings."""
    return panel_agreement(*_levels(rows))


def agreement_words(panel: Panel) -> tuple[str, ...]:
    """Sentences on the blind round: what two panellists do, then the coefficients. One query."""
    return sentences_on(agreement_of(blind_ratings(panel)))


def sentences_on(found: PanelAgreement, *, with_advice: bool = True) -> tuple[str, ...]:
    """The same figures as sentences, and what to make of two coefficients that differ."""
    return (
        _pairs(found.exact, found.within_one),
        _alpha(found.alpha),
        _ac2(found.ac2, with_advice=with_advice),
    )


@dataclass(frozen=True)
class FinalAgreement:
    """How far the panel agrees in its last round, against what the use asks for."""

    words: str
    is_enough: bool
    blocks: bool


def final_agreement(panel: Panel) -> FinalAgreement:
    """What stands at closing: said on the page that closes, and asked again by the act."""
    least, blocks = least_agreement(panel.use), little_agreement_blocks(panel.use)
    within = pairs_within_one(*_levels(_ratings(panel, last_round=True)))
    if isinstance(within, Undefined):
        words = _("How far two panellists agree cannot be said: no two rated the same factor.")
        return FinalAgreement(words, is_enough=False, blocks=blocks)
    share = round(within.value)
    words = _("Two panellists come within one level on %(within)d%% of the factors.") % {
        "within": share
    }
    if share >= least:
        return FinalAgreement(words, is_enough=True, blocks=False)
    return FinalAgreement(f"{words} {_little_words(panel.use, least)}", False, blocks)


def _little_words(use: str, least: int) -> str:
    if little_agreement_blocks(use):
        return _(
            "A key for this use needs %(least)d%%, so the panel cannot be closed for it. Ask what "
            "the case leaves open, and have it edited and sent again."
        ) % {"least": least}
    return _(
        "For this use it should be %(least)d%%. You can close all the same: the approver reads "
        "this too, and may send it back."
    ) % {"least": least}


def _ratings(panel: Panel, *, last_round: bool) -> list[tuple[int, int, int, int]]:
    """Rows of panellist, unit, level and how many levels its scale has. One query.

    The overall level is left out, and factors on scales of another length than the commonest.
    """
    ratings = (
        PanelRating.objects.filter(panellist__in=rating_seats(panel))
        .exclude(unit__factor__kind=Factor.Kind.OVERALL)
        .annotate(length=Count("unit__factor__scale__levels"))
        .order_by("round")
    )
    if not last_round:
        ratings = ratings.filter(round=BLIND_ROUND)
    last = {
        (seat, unit): (seat, unit, level, length) if kind == AnswerKind.LEVEL else None
        for seat, unit, kind, level, length in ratings.values_list(
            "panellist", "unit", "kind", "level", "length"
        )
    }
    rows = [row for row in last.values() if row is not None]
    lengths = [length for *_row, length in rows]
    commonest = max(set(lengths), key=lengths.count, default=None)
    return [row for row in rows if row[3] == commonest]


def _levels(rows: Sequence[tuple[int, int, int, int]]) -> tuple[list[tuple[int, int, int]], int]:
    """The same without the length of the scale, and that length beside them."""
    return [row[:3] for row in rows], max((length for *_row, length in rows), default=1)


def _pairs(exact: Estimate | Undefined, within_one: Estimate | Undefined) -> str:
    if isinstance(exact, Undefined) or isinstance(within_one, Undefined):
        return _("How far two panellists agree cannot be said: no two rated the same factor.")
    return _(
        "Two panellists give the same level on %(exact)d%% of the factors, and come within one "
        "level on %(within)d%%."
    ) % {"exact": round(exact.value), "within": round(within_one.value)}


def _alpha(alpha: Estimate | Undefined) -> str:
    if isinstance(alpha, Undefined):
        return _("Alpha cannot be said. %(why)s") % {"why": words_for(alpha.reason)}
    words = _("Krippendorff’s alpha is %(value)s") % {"value": figure_text(alpha.value)}
    return f"{words}{_likely(alpha)}"


def _ac2(ac2: Estimate | Undefined, *, with_advice: bool) -> str:
    if isinstance(ac2, Undefined):
        return _("AC2 cannot be said. %(why)s") % {"why": words_for(ac2.reason)}
    words = _("Gwet’s AC2 is %(value)s") % {"value": figure_text(ac2.value)}
    if not with_advice:
        return f"{words}{_likely(ac2)}"
    why = _(
        "Where it is far above alpha, the factors of this case are so alike that alpha has little "
        "to tell them apart by."
    )
    return f"{words}{_likely(ac2)} {why}"


def _likely(figure: Estimate) -> str:
    """The end of the sentence: what other panellists would likely give, if that can be said."""
    if figure.low is None or figure.high is None:
        return "."
    return _(", likely between %(low)s and %(high)s with other panellists.") % {
        "low": figure_text(figure.low),
        "high": figure_text(figure.high),
    }
