"""The figures of one result as words: a number, or the reason why there is none."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scoring.public import Factor, Result, words_for

COUNTS_REASONS = {
    "trainer_or_panellist": gettext_lazy("No: you are a trainer or panellist."),
    "not_a_trainee": gettext_lazy("No: you are not a trainee."),
    "rated_it_on_the_panel": gettext_lazy("No: you rated this case on its panel."),
    "ran_its_panel": gettext_lazy("No: you had a part in running this case’s panel."),
    "held_a_session_on_it": gettext_lazy("No: you held a moderation session on this case."),
    "repeat": gettext_lazy("No: only the first attempt at a case counts."),
}


@dataclass(frozen=True)
class FigureWords:
    """What stands in the list "In figures"."""

    score: str
    signed_risk: str
    signed_protective: str
    evidence: str
    time: str
    counts: str


def figure_words(result: Result) -> FigureWords:
    """Every figure of the result in words."""
    return FigureWords(
        score=score_words(result),
        signed_risk=signed_words(result.signed_risk),
        signed_protective=signed_words(result.signed_protective),
        evidence=_evidence_words(result),
        time=_time_words(result.seconds),
        counts=counts_words(result),
    )


def score_words(result: Result) -> str:
    """One case is never shown as a number; this says so, and why no number comes yet."""
    if result.score_undefined:
        return _("Not shown yet. %(reason)s") % {"reason": words_for(result.score_undefined)}
    return _("A number comes from four cases on: one case says too little.")


def signed_words(signed: float | None) -> str:
    """A mean signed difference in levels, with its direction in words."""
    if signed is None:
        return _("Nothing to compare.")
    if abs(signed) < 0.05:
        return _("Neither lower nor higher than the panel.")
    level = f"{abs(signed):.1f}"
    if signed < 0:
        return _("▼ %(level)s levels lower than the panel.") % {"level": level}
    return _("▲ %(level)s levels higher than the panel.") % {"level": level}


def counts_words(result: Result) -> str:
    """Whether the result enters the figures of the organisation, and if not, why."""
    return _("Yes") if result.counts_in_figures else str(COUNTS_REASONS[result.counts_reason])


def _evidence_words(result: Result) -> str:
    """Recall and precision in whole passages, over the factors of the case."""
    units = [u for u in result.units.all() if u.factor.kind != Factor.Kind.OVERALL]
    missed = sum(len(unit.evidence_missed) for unit in units)
    extra = sum(len(unit.evidence_extra) for unit in units)
    parts = [
        ngettext(
            "You missed %(n)d passage that at least half of the panel cited",
            "You missed %(n)d passages that at least half of the panel cited",
            missed,
        )
        % {"n": missed},
        ngettext(
            "you cited %(n)d that hardly any panellist did",
            "you cited %(n)d that hardly any panellist did",
            extra,
        )
        % {"n": extra},
    ]
    return _("%(missed)s, and %(extra)s.") % {"missed": parts[0], "extra": parts[1]}


def _time_words(seconds: int | None) -> str:
    if not seconds:
        return _("Not known.")
    minutes = max(1, round(seconds / 60))
    return ngettext(
        "%(n)d minute of working time, breaks left out. Only you see it.",
        "%(n)d minutes of working time, breaks left out. Only you see it.",
        minutes,
    ) % {"n": minutes}
