"""How my rating compares with the panel's, in words. Missed concern and false alarm stay apart."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scenarios.models import Confidence
from scoring.public import ConfidenceJudgement, Factor, Result, UnitResult, confidence_of


@dataclass(frozen=True)
class Verdict:
    """One line about one factor, with the direction that colours and shapes it."""

    direction: str
    words: str
    confidence: str
    note: str = ""

    @property
    def mark(self) -> str:
        return {"below": "▼", "above": "▲", "equal": "●"}.get(self.direction, "○")


def verdict_of(unit: UnitResult) -> Verdict:
    """The verdict on one unit, for every standing a unit can have."""
    sure = ""
    if unit.confidence is not None:
        sure = str(Confidence(unit.confidence).label)
    if unit.answer_right is not None:
        words = _("The same as the panel") if unit.answer_right else _("Not the panel’s answer")
        return Verdict("equal" if unit.answer_right else "unscored", words, sure, _not_in_score())
    if unit.standing == "contested":
        note = _("Experts differ here, so it is shown and not scored.")
        return Verdict("unscored", _("The panel is split"), sure, note)
    if unit.standing != "scored":
        note = _("It is shown and not scored.")
        return Verdict("unscored", _("Too few of the panel gave a level"), sure, note)
    if unit.signed is None:
        words = _("You gave no level where the panel did")
        return Verdict("unscored", words, sure, _("It counts like not having read the file."))
    return _verdict_on_level(unit, sure)


def _not_in_score() -> str:
    return _("The panel gave no level here, so it is not among the scored factors.")


def _verdict_on_level(unit: UnitResult, sure: str) -> Verdict:
    if unit.signed == 0:
        return Verdict("equal", _("The same as the panel"), sure)
    away = abs(unit.signed)
    if unit.signed < 0:
        words = ngettext(
            "%(n)d level lower than the panel", "%(n)d levels lower than the panel", away
        )
    else:
        words = ngettext(
            "%(n)d level higher than the panel", "%(n)d levels higher than the panel", away
        )
    note = ""
    if unit.missed_concern:
        note = _("A missed concern: the panel saw more to worry about.")
    elif unit.false_alarm:
        note = _("A false alarm: the panel saw less to worry about.")
    return Verdict("below" if unit.signed < 0 else "above", words % {"n": away}, sure, note)


def summary_sentences(result: Result) -> tuple[str, ...]:
    """The plain summary: how many matched, how many were lower or higher, and where most of all."""
    units = [u for u in result.units.all() if u.factor.kind != Factor.Kind.OVERALL]
    lower = [unit for unit in units if (unit.signed or 0) < 0]
    higher = [unit for unit in units if (unit.signed or 0) > 0]
    counts = {"exact": result.exact_units, "scored": result.scored_units}
    sentences = [_("You matched the panel on %(exact)d of %(scored)d scored factors.") % counts]
    if lower or higher:
        sentences.append(_differences(lower, higher))
    else:
        sentences.append(_("On no factor did you rate lower or higher than the panel."))
    silent = [u for u in units if u.standing == "scored" and u.level is None]
    if silent:
        sentences.append(
            ngettext(
                "You gave no level on %(n)d factor where the panel did.",
                "You gave no level on %(n)d factors where the panel did.",
                len(silent),
            )
            % {"n": len(silent)}
        )
    apart = len(units) - result.scored_units
    if apart:
        sentences.append(
            ngettext(
                "%(n)d factor is shown but not scored.",
                "%(n)d factors are shown but not scored.",
                apart,
            )
            % {"n": apart}
        )
    overall = [u for u in result.units.all() if u.factor.kind == Factor.Kind.OVERALL]
    if overall and overall[-1].signed is not None:
        sentences.append(_overall_sentence(overall[-1].signed))  # of several stages the last
    return tuple(sentences)


def _overall_sentence(signed: int) -> str:
    if signed == 0:
        return _("Your overall level was the panel’s.")
    if signed < 0:
        words = ngettext(
            "Your overall level was %(n)d lower than the panel’s.",
            "Your overall level was %(n)d lower than the panel’s.",
            -signed,
        )
    else:
        words = ngettext(
            "Your overall level was %(n)d higher than the panel’s.",
            "Your overall level was %(n)d higher than the panel’s.",
            signed,
        )
    return words % {"n": abs(signed)}


def _differences(lower: list[UnitResult], higher: list[UnitResult]) -> str:
    parts = []
    if lower:
        words = ngettext("%(n)d lower", "%(n)d lower", len(lower))
        parts.append(words % {"n": len(lower)})
    if higher:
        words = ngettext("%(n)d higher", "%(n)d higher", len(higher))
        parts.append(words % {"n": len(higher)})
    words = {"parts": _(" and ").join(parts)}
    first, *others = sorted((*lower, *higher), key=lambda unit: -abs(unit.signed))
    if others and abs(others[0].signed) == abs(first.signed):
        return _("You rated %(parts)s than the panel did.") % words
    return _("You rated %(parts)s than the panel did, most of all %(factor)s.") % {
        **words,
        "factor": first.factor.name,
    }


def confidence_sentence(result: Result) -> str:
    """How sure the person was beside how often they were right, in one sentence."""
    judged = confidence_of(result)
    if not isinstance(judged, ConfidenceJudgement):
        return _("There is no scored answer with a confidence to compare.")
    return _(
        "On average you were %(sure)d%% sure of being exactly right, and you were exactly right on "
        "%(right)d%% of %(n)d factors. One case is too few to say more."
    ) % {
        "sure": round(100 * judged.mean_confidence),
        "right": round(100 * judged.share_exact),
        "n": judged.n,
    }
