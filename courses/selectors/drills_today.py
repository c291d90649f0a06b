"""Today's drills of one person: how many are due, and how they are doing by factor, in words."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.drill_content import Outcome
from courses.selectors.drill_history import History, HistoryRow, history_of
from courses.selectors.drill_sources import MINUTES, factors_to_drill
from courses.spacing import RECENT, Place, due_today
from people.public import User
from scoring.public import Factor

DAY = "j F"


@dataclass(frozen=True)
class DrillsDue:
    """How many drills are due for a person today. ``can_practise``: whether there are any at all.

    For other pages that lead to drills, such as My learning.
    """

    n: int
    can_practise: bool
    has_practised: bool

    @property
    def minutes(self) -> int:
        return self.n * MINUTES

    @property
    def url(self) -> str:
        return reverse("drills")


@dataclass(frozen=True)
class FactorRow:
    """One factor: how the person is doing on it, and when it is next."""

    code: str
    name: str
    words: str
    next_words: str
    is_due: bool


@dataclass(frozen=True)
class DrillsPage:
    """All that the page of today's drills shows."""

    due: DrillsDue
    factors: tuple[FactorRow, ...]
    answered: int
    answered_today: int


def drills_due(person: User, history: History | None = None) -> DrillsDue:
    """What is due for one person today, in four queries, however much they have practised.

    One query less where their ``history`` is at hand.
    """
    return _due(factors_to_drill(), history or history_of(person), timezone.localdate())


def drills_page(person: User) -> DrillsPage:
    """Today's drills, in the same four queries."""
    factors, history, today = factors_to_drill(), history_of(person), timezone.localdate()
    named = {
        one.factor
        for one in due_today(
            [each.code for each in factors], history.places, today, history.new_on(today)
        )
    }
    return DrillsPage(
        due=_due(factors, history, today),
        factors=tuple(_row(each, history, today, is_due=each.code in named) for each in factors),
        answered=len(history.answered),
        answered_today=sum(one.day == today for one in history.tried),
    )


def _due(factors: list[Factor], history: History, today: date) -> DrillsDue:
    codes = [each.code for each in factors]
    found = due_today(codes, history.places, today, history.new_on(today))
    return DrillsDue(len(found), can_practise=bool(factors), has_practised=bool(history.answered))


def _row(factor: Factor, history: History, today: date, *, is_due: bool) -> FactorRow:
    answers = [row for row in history.answered if row.factor == factor.code]
    return FactorRow(
        code=factor.code,
        name=factor.name,
        words=doing_words(answers),
        next_words=_next_words(history.places.get(factor.code), today, is_due=is_due),
        is_due=is_due,
    )


def doing_words(answers: list[HistoryRow]) -> str:
    """How somebody is doing on a factor by their newest answers, and which way they err."""
    if not answers:
        return _("Not practised yet")
    newest = answers[-RECENT:]
    right = sum(row.outcome == Outcome.RIGHT for row in newest)
    words = ngettext(
        "Right %(right)d of the last %(n)d time", "Right %(right)d of the last %(n)d times",
        len(newest),
    ) % {"right": right, "n": len(newest)}  # fmt: skip
    if len(newest) == 1:
        words = _("Right the one time") if right else _("Not right the one time")
    way = _which_way(newest)
    return f"{words}; {way}" if way else words


def _which_way(newest: list[HistoryRow]) -> str:
    counts = Counter(row.outcome for row in newest)
    low, high = counts[Outcome.BELOW], counts[Outcome.ABOVE]
    if low == high:
        return ""
    return _("when not, mostly too low") if low > high else _("when not, mostly too high")


def _next_words(place: Place | None, today: date, *, is_due: bool) -> str:
    if is_due:
        return _("Due today")
    if place is None:
        return _("Comes in on another day")
    days = place.days_left(today)
    if days <= 1:
        return _("Tomorrow") if days else _("Due today")
    return _("On %(day)s") % {"day": date_format(place.due, DAY)}
