"""The words around a drill: which way a sentence points, how an answer was, and when it is next."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.drill_content import (
    NOT_APPLICABLE,
    NOT_ENOUGH,
    RIGHT,
    TOO_HIGH,
    TOO_LOW,
    DrillContent,
    Outcome,
    Stance,
    Weight,
    feedback_names,
)
from courses.spacing import Place, Why
from scoring.public import Factor

LOWEST, HIGHEST = 0, 3
MARKS = {Outcome.RIGHT: "●", Outcome.BELOW: "▼", Outcome.ABOVE: "▲", Outcome.OTHER: "○"}
STYLES = {
    Outcome.RIGHT: "equal",
    Outcome.BELOW: "below",
    Outcome.ABOVE: "above",
    Outcome.OTHER: "unscored",
}
DAY = "j F"


def answer_label(content: DrillContent, answer: str) -> str:
    """An answer in words."""
    if answer == NOT_ENOUGH:
        return _("Not enough information")
    if answer == NOT_APPLICABLE:
        return _("Not applicable")
    return content.label_of(int(answer))


def meant_label(content: DrillContent) -> str:
    """The answer that is right, in words; of a split in two, both."""
    return _(" or ").join(answer_label(content, answer) for answer in content.right)


def verdict_words(content: DrillContent, answer: str) -> str:
    """Right, or how far and which way not."""
    outcome, steps = content.outcome(answer), content.steps(answer)
    if outcome == Outcome.RIGHT:
        return _("Right")
    if outcome == Outcome.BELOW:
        return ngettext("%(n)d level too low", "%(n)d levels too low", steps) % {"n": steps}
    if outcome == Outcome.ABOVE:
        return ngettext("%(n)d level too high", "%(n)d levels too high", steps) % {"n": steps}
    if answer == NOT_ENOUGH:
        return _("There is enough to go on")
    if answer == NOT_APPLICABLE:
        return _("The factor applies")
    return _("There is no level to give")


def direction_words(content: DrillContent, answer: str) -> str:
    """What the direction of an error means: a concern that was missed, or one that was not there.

    Of a protective factor it is the other way round: too much credit is what misses a concern.
    """
    outcome = content.outcome(answer)
    if outcome not in (Outcome.BELOW, Outcome.ABOVE):
        return ""
    if (outcome == Outcome.BELOW) != content.is_protective:
        return _("That way lies a missed concern.")
    return _("That way lies a false alarm.")


def stance_words(stance: str, weight: str, *, is_protective: bool) -> str:
    """Which way a sentence points, in a few words."""
    thing = _("the strength") if is_protective else _("the factor")
    words = {
        Stance.FOR: _("Points towards %(thing)s") % {"thing": thing},
        Stance.AGAINST: _("Points away from %(thing)s") % {"thing": thing},
        Stance.EITHER: _("Can be read both ways"),
        Stance.NONE: _("Says nothing of it"),
    }[Stance(stance)]
    if weight == Weight.CARRIES:
        return _("%(words)s. The level rests on it") % {"words": words}
    return words


def library_note(stance: str, level: int, factor: Factor) -> str:
    """Why a sentence of the library is there. A page has it from both sides at every level."""
    if stance == Stance.EITHER:
        return _("Ask what would settle it. By itself it moves no level.")
    if stance == Stance.NONE:
        return _("It is there because files are full of such things.")
    if stance == Stance.FOR and level == LOWEST:
        return _("It looks like a sign, and does not amount to one.")
    if stance == Stance.AGAINST and level == HIGHEST:
        return _("True, and to be written down. It does not outweigh the rest.")
    return ""


def library_feedback(level: int, factor: Factor) -> tuple[tuple[str, str], ...]:
    """Words for each answer to a page of the library, from what the scale says of its level."""
    levels = {each.value: each for each in factor.scale.levels.all()}
    meant = levels[level]
    named = {"label": meant.label, "description": meant.description}
    said = {
        RIGHT: _("%(label)s: %(description)s") % named,
        TOO_LOW: _(
            "The page was made to be “%(label)s”. %(description)s Look again at the sentences "
            "that point towards it."
        )
        % named,
        TOO_HIGH: _(
            "The page was made to be “%(label)s”. %(description)s Look again at the sentences "
            "that point away from it."
        )
        % named,
        NOT_ENOUGH: _(
            "Somebody looked, and wrote down what they saw. Together it is enough for “%(label)s”."
        )
        % named,
        NOT_APPLICABLE: _("The page speaks of it, so the question arises: “%(label)s”.") % named,
    }
    needed = feedback_names(str(level), levels, may_not_apply=factor.may_not_apply)
    return tuple((name, said[name]) for name in needed)


def why_words(why: str, factor_name: str) -> str:
    """Why this drill comes now."""
    return {
        Why.WRONG: _("%(factor)s was not right last time, so it comes back soonest."),
        Why.GUESSED: _("%(factor)s was right last time, and you said it was a guess."),
        Why.DUE: _("%(factor)s was right last time. It is due again today."),
        Why.NEW: _("You have not practised %(factor)s here yet."),
        Why.AHEAD: _("Nothing is due today. %(factor)s is due soonest of the rest."),
        Why.ASKED: _("You asked for %(factor)s."),
    }[Why(why)] % {"factor": factor_name}


def comes_back_words(factor_name: str, place: Place, days: int) -> str:
    """When a factor comes back, for whoever has just answered."""
    if days == 0:
        return _("%(factor)s is due again today.") % {"factor": factor_name}
    words = ngettext(
        "%(factor)s comes back tomorrow.",
        "%(factor)s comes back in %(n)d days, on %(day)s.",
        days,
    )
    return words % {"factor": factor_name, "n": days, "day": date_format(place.due, DAY)}
