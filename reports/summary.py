"""A lead's first screen: who has done it, how well, what to do; or that it is too early to say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.accuracy import BothUses
from reports.progress import PersonProgress
from reports.progress_tables import Show
from reports.teaching import Teaching, teaching_on
from scoring.public import (
    SMALLEST_GROUP,
    Accuracy,
    Factor,
    FactorAccuracy,
    GroupFigures,
    heat_cell,
)

NOTICEABLE = 0.2
"""A mean difference of fewer levels than this is drawn as none, and is not called an error."""


@dataclass(frozen=True, slots=True)
class Done:
    """Who has done it, in numbers of people."""

    people: int
    assigned: int
    done: int
    overdue: int
    unassigned: int
    practised: int


@dataclass(frozen=True, slots=True)
class HowWell:
    """How the checks compare with the panel; risk and protective factors apart."""

    people: int
    is_too_few: bool
    risk: Accuracy | None
    protective: Accuracy | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The factor with the largest errors, what they are, and what teaches it."""

    factor: FactorAccuracy
    accuracy: Accuracy
    is_practice: bool
    teaching: Teaching

    @property
    def words(self) -> str:
        """The error in words: the difference if there is one, and how often it was large."""
        accuracy = self.accuracy
        counts = {"n": accuracy.two_or_more_off, "all": accuracy.levels, "in": accuracy.ratings}
        if accuracy.levels == accuracy.ratings:
            large = _("%(n)d of %(all)d ratings are two or more levels from the panel") % counts
        else:
            large = (
                _(
                    "%(n)d of the %(all)d ratings that gave a level (of %(in)d in all) are two or "
                    "more levels from the panel"
                )
                % counts
            )
        mean = accuracy.mean_signed or 0
        if abs(mean) < NOTICEABLE:
            return large
        by = heat_cell(abs(mean)).text.removeprefix("+")
        direction = (
            _("rated %(by)s levels lower than the panel on average")
            if mean < 0
            else _("rated %(by)s levels higher than the panel on average")
        ) % {"by": by}
        return _("%(direction)s, and %(large)s") % {"direction": direction, "large": large}


def who_has_done_it(people: Iterable[PersonProgress]) -> Done:
    """Counts of the same people that the progress page lists, filter by filter."""
    people = list(people)

    def count(show: Show) -> int:
        return sum(show.includes(person) for person in people)

    return Done(
        people=len(people),
        assigned=count(Show.ASSIGNED),
        done=count(Show.DONE),
        overdue=count(Show.OVERDUE),
        unassigned=count(Show.UNASSIGNED),
        practised=count(Show.PRACTISED),
    )


def how_well(checks: GroupFigures) -> HowWell:
    """The checks' figures, with whether they are of too few people to speak of a group."""
    return HowWell(
        people=checks.people,
        is_too_few=checks.people < SMALLEST_GROUP,
        risk=_told(checks.by_kind.get(Factor.Kind.RISK)),
        protective=_told(checks.by_kind.get(Factor.Kind.PROTECTIVE)),
    )


def _told(accuracy: Accuracy | None) -> Accuracy | None:
    return None if accuracy is None or accuracy.tells_the_key else accuracy


def enough_to_suggest(figures: BothUses) -> bool:
    """Whether the checks, or else the practice, are of enough people to point to a factor."""
    return any(_of_a_group(use.by_factor) for use in (figures.checks, figures.practice))


def suggestion(figures: BothUses, people: Sequence[PersonProgress]) -> Suggestion | None:
    """The factor to work on: by checks if enough people sat them, else by practice; or none."""
    if not enough_to_suggest(figures):
        return None
    is_practice = not _of_a_group(figures.checks.by_factor)
    source = figures.practice if is_practice else figures.checks
    found = most_off(source.by_factor)
    if found is None:
        return None
    factor, accuracy = found
    return Suggestion(factor, accuracy, is_practice, teaching_on(factor.code, people))


def _of_a_group(factors: Iterable[FactorAccuracy]) -> list[tuple[FactorAccuracy, Accuracy]]:
    """The factors with figures of enough people to speak of a group."""
    return [
        (factor, factor.accuracy)
        for factor in factors
        if factor.accuracy is not None and factor.accuracy.people >= SMALLEST_GROUP
    ]


def most_off(factors: Iterable[FactorAccuracy]) -> tuple[FactorAccuracy, Accuracy] | None:
    """The factor most often two or more levels off, then the one furthest off in signed terms.

    None if no factor stands out: nowhere two levels off, and nowhere a noticeable difference.
    """
    rated = [
        (factor, accuracy)
        for factor, accuracy in _of_a_group(factors)
        if factor.kind != Factor.Kind.OVERALL and accuracy.levels
    ]
    if not rated:
        return None
    worst = max(rated, key=lambda one: _how_far_off(one[1]))
    return worst if any(size > 0 for size in _how_far_off(worst[1])) else None


def _how_far_off(accuracy: Accuracy) -> tuple[float, float]:
    mean = abs(accuracy.mean_signed or 0)
    return accuracy.two_or_more_off / accuracy.levels, mean if mean >= NOTICEABLE else 0
