"""How far a closed panel agrees, in words for those who answer for its key."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scenarios.models import AnswerKind, Panel, PanelRating
from scenarios.services.panels import rating_seats
from scoring.public import Estimate, Factor, Level, Undefined, panel_agreement, words_for

BLIND_ROUND = 1


def agreement_words(panel: Panel) -> tuple[str, ...]:
    """Sentences on the blind round: what two panellists do, then the coefficients. Two queries.

    Factors on scales of one length are taken together: the commonest length.
    """
    ratings = PanelRating.objects.filter(
        panellist__in=rating_seats(panel), round=BLIND_ROUND, kind=AnswerKind.LEVEL
    ).exclude(unit__factor__kind=Factor.Kind.OVERALL)
    rows = list(ratings.values_list("panellist", "unit", "level", "unit__factor__scale"))
    scales = [scale for *_row, scale in rows]
    scale = max(set(scales), key=scales.count, default=None)
    of_scale = [(panellist, unit, level) for panellist, unit, level, at in rows if at == scale]
    found = panel_agreement(of_scale, max(Level.objects.filter(scale=scale).count(), 1))
    return (
        _pairs(found.exact, found.within_one),
        _alpha(found.alpha),
        _ac2(found.ac2),
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


def _ac2(ac2: Estimate | Undefined) -> str:
    if isinstance(ac2, Undefined):
        return _("AC2 cannot be said. %(why)s") % {"why": words_for(ac2.reason)}
    words = _("Gwet’s AC2 is %(value)s") % {"value": _figure(ac2.value)}
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
