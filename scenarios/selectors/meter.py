"""How long the bank of cases lasts for those who are trained on it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.public import Role, User, trainees_under
from scenarios.models import Assessment, Release, Scenario, Use
from scoring.public import SMALLEST_GROUP

RECENT = timedelta(days=90)
DAYS_A_MONTH = 30.4
SOON = timedelta(days=90)


@dataclass(frozen=True)
class Supply:
    """One part of the bank: its open cases, how often they were done, and what is left unseen.

    ``unseen`` is what the middle trainee has left, ``without`` how many have nothing left.
    ``words`` say when it runs out, or why that cannot be said.
    """

    name: str
    cases: int
    done: int
    unseen: int | None
    without: int | None
    words: str
    is_short: bool


@dataclass(frozen=True)
class Meter:
    """The whole bank, reckoned for so many trainees."""

    people: int
    supplies: tuple[Supply, ...]


@dataclass(frozen=True)
class _Part:
    name: str
    use: str
    only_complex: bool


def meter_of(user: User) -> Meter:
    """Every part of the bank, for the trainees of the organisations that somebody writes for.

    Six queries. What was done is what was submitted: that a case was begun and stopped is nobody's
    business. Of fewer than 10 people nothing is reckoned.
    """
    people = trainees_under(user, Role.TRAINER, Role.ADMINISTRATOR)
    n_people = people.count()
    parts = [
        _Part(_("Practice"), Use.PRACTICE, False),
        _Part(_("Practice, complex"), Use.PRACTICE, True),
        _Part(_("Check"), Use.CHECK, False),
        _Part(_("Check, complex"), Use.CHECK, True),
    ]
    cases = [_cases(part) for part in parts]
    done = dict(
        Assessment.objects.filter(submitted_at__isnull=False, release__state=Release.State.OPEN)
        .values_list("release__case_version__scenario")
        .annotate(n=Count("pk"))
    )
    seen = Assessment.objects.filter(person__in=people, submitted_at__isnull=False)
    supplies = []
    for part, scenarios in zip(parts, cases, strict=True):
        times = sum(done.get(scenario, 0) for scenario in scenarios)
        supplies.append(_supply(part.name, scenarios, times, seen, n_people))
    return Meter(n_people, (*supplies, _anchors(done)))


def _cases(part: _Part) -> set[int]:
    open_ones = Release.objects.filter(state=Release.State.OPEN, use=part.use)
    if part.only_complex:
        open_ones = open_ones.filter(case_version__scenario__difficulty=Scenario.Difficulty.COMPLEX)
    return set(open_ones.values_list("case_version__scenario", flat=True))


def _supply(
    name: str, scenarios: Collection[int], done: int, seen: QuerySet[Assessment], n_people: int
) -> Supply:
    if n_people < SMALLEST_GROUP:
        words = _("Nothing is reckoned for fewer than 10 trainees.")
        return Supply(name, len(scenarios), done, None, None, words, False)
    if not scenarios:
        words = _("There is no open case of this kind.")
        return Supply(name, 0, done, None, None, words, False)
    of_part = seen.filter(release__case_version__scenario__in=scenarios)
    since = timezone.now() - RECENT
    rows = of_part.values_list("person").annotate(
        n=Count("release__case_version__scenario", distinct=True),
        lately=Count(
            "release__case_version__scenario", distinct=True, filter=Q(submitted_at__gte=since)
        ),
    )
    found = [(n, lately) for _person, n, lately in rows]
    left = [len(scenarios) - n for n, _lately in found]
    left += [len(scenarios)] * (n_people - len(found))
    unseen = median_low(left)
    a_month = sum(lately for _n, lately in found) / n_people / (RECENT.days / DAYS_A_MONTH)
    words, is_short = _when(unseen, a_month)
    return Supply(
        name, len(scenarios), done, unseen, sum(one <= 0 for one in left), words, is_short
    )


def _when(unseen: int, a_month: float) -> tuple[str, bool]:
    """When the middle trainee has nothing left, at the pace of the last three months."""
    if unseen <= 0:
        return _("Run out: half of them or more have nothing unseen left."), True
    if a_month < 1 / 100:
        return _("Nobody to speak of did one in the last three months."), False
    days = timedelta(days=unseen / a_month * DAYS_A_MONTH)
    if days > timedelta(days=3650):
        return _("It lasts for years at the present pace."), False
    day: date = timezone.localdate() + days
    words = _("At the present pace of %(pace)s a month it runs out in %(month)s.") % {
        "pace": f"{a_month:.1f}",
        "month": f"{day:%B %Y}",
    }
    return words, days < SOON


def _anchors(done: dict[int, int]) -> Supply:
    scenarios = _cases(_Part("", Use.ANCHOR, False))
    times = sum(done.get(scenario, 0) for scenario in scenarios)
    words = _("Anchor cases are repeated on purpose, so they do not run out.")
    return Supply(_("Anchor"), len(scenarios), times, None, None, words, False)
