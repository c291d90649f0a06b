"""How far a closed panel agrees, in words for those who answer for its key."""

from collections.abc import Sequence

from django.db.models import Count
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scenarios.models import AnswerKind, Panel, PanelRating
from scenarios.services.panels import rating_seats
from scoring.public import (
    Estimate,
    Factor,
    PanelAgreement,
    Undefined,
    panel_agreement,
    words_for,
)

BLIND_ROUND = 1


def blind_ratings(panel: Panel) -> list[tuple[int, int, int, int]]:
    """Rows of panellist, unit, level and how many levels its scale has, of the blind round.

    The overall level is left out, and factors on scales of another length than the commonest.
    One query.
    """
    ratings = (
        PanelRating.objects.filter(
            panellist__in=rating_seats(panel), round=BLIND_ROUND, kind=AnswerKind.LEVEL
        )
        .exclude(unit__factor__kind=Factor.Kind.OVERALL)
        .annotate(length=Count("unit__factor__scale__levels"))
    )
    rows = list(ratings.values_list("panellist", "unit", "level", "length"))
    lengths = [length for *_row, length in rows]
    commonest = max(set(lengths), key=lengths.count, default=None)
    return [row for row in rows if row[3] == commonest]


def agreement_of(rows: Sequence[tuple[int, int, int, int]]) -> PanelAgreement:
    """The figures of a panel's blind ratings."""
    n_levels = max((length for *_row, length in rows), default=1)
    return panel_agreement([row[:3] for row in rows], n_levels)


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
    words = _("Krippendorff’s alpha is %(value)s") % {"value": _figure(alpha.value)}
    return f"{words}{_likely(alpha)}"


def _ac2(ac2: Estimate | Undefined, *, with_advice: bool) -> str:
    if isinstance(ac2, Undefined):
        return _("AC2 cannot be said. %(why)s") % {"why": words_for(ac2.reason)}
    words = _("Gwet’s AC2 is %(value)s") % {"value": _figure(ac2.value)}
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
        "low": _figure(figure.low),
        "high": _figure(figure.high),
    }


def _figure(value: float) -> str:
    return number_format(round(value, 2) + 0.0, 2)
