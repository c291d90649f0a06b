"""The check cases that sets are drawn from, and how far they reach."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.drawing import n_drawable
from courses.models import Certification, CertificationRule
from courses.selectors.drill_cases import keys_drilled
from people.public import Role, User, trainees_under
from scenarios.public import (
    Release,
    never_met,
    open_check_releases,
    twin_pairs,
    unsubmitted_counts,
)
from scoring.public import SMALLEST_GROUP, keys_that_certify, newest_framework


def usable_checks(*, is_specimen: bool, minimum: int) -> list[Release]:
    """The open checks that a set may hold, one of each case: three queries at most.

    Specimens and real cases are never mixed. They are of the current framework, and a factor of
    each is scored with so many level ratings.
    """
    framework = newest_framework()
    if framework is None:
        return []
    found = open_check_releases().filter(
        is_specimen=is_specimen, case_version__framework=framework.pk
    )
    newest = {release.case_version.scenario_id: release for release in found}
    certify = keys_that_certify([release.key for release in newest.values()], minimum)
    return [release for release in newest.values() if release.key_id in certify]


def unseen_checks(person: User, certification: Certification, minimum: int) -> list[Release]:
    """Those that the person has never met, on a drill either."""
    return never_met(
        person,
        usable_checks(is_specimen=certification.is_specimen, minimum=minimum),
        met_by_key=keys_drilled(person),
    )


def twins_of(releases: Collection[Release]) -> dict[int, int]:
    """The twin of each case that is among them as well."""
    return twin_pairs([release.case_version.scenario_id for release in releases])


def minutes_of_a_set(unseen: Sequence[Release], rule: CertificationRule) -> int:
    """About how long a set takes: so many cases of the middle length of those that may come."""
    if not unseen:
        return 0
    minutes = [release.case_version.minutes for release in unseen]
    return round(rule.n_cases * sum(minutes) / len(minutes))


@dataclass(frozen=True)
class Bank:
    """What sets are drawn from at present, and for whom it is too little."""

    refs: tuple[str, ...]
    open_checks: int
    drawable: int
    needed: int
    people: int
    short: int | None

    @property
    def is_enough(self) -> bool:
        return self.drawable >= self.needed

    @property
    def words(self) -> str:
        """How many cases there are against what a set needs."""
        have = ngettext(
            "The bank has %(n)d check case with enough ratings",
            "The bank has %(n)d check cases with enough ratings",
            self.drawable,
        ) % {"n": self.drawable}
        return _("%(have)s, and a set needs %(needed)d.") % {"have": have, "needed": self.needed}

    @property
    def people_words(self) -> str:
        """For how many trainees it is too little, or why that is not said."""
        if self.short is None:
            return _("Nothing is reckoned for fewer than 10 trainees.")
        return ngettext(
            "%(short)d of %(n)d trainee you train has too few unseen cases left for a set.",
            "%(short)d of %(n)d trainees you train have too few unseen cases left for a set.",
            self.people,
        ) % {"short": self.short, "n": self.people}


def bank_for(certification: Certification, user: User, rule: CertificationRule | None) -> Bank:
    """The bank as a trainer of this certification sees it, by the rule that is in force."""
    shown = rule or CertificationRule()
    releases = usable_checks(is_specimen=certification.is_specimen, minimum=shown.minimum_ratings)
    people = trainees_under(user, Role.TRAINER, Role.ADMINISTRATOR)
    left = unsubmitted_counts(people, releases)
    return Bank(
        refs=tuple(sorted(one.case_version.scenario.ref for one in releases)),
        open_checks=open_check_releases().filter(is_specimen=certification.is_specimen).count(),
        drawable=n_drawable(releases, twins_of(releases)),
        needed=shown.n_cases,
        people=len(left),
        short=None if len(left) < SMALLEST_GROUP else sum(n < shown.n_cases for n in left.values()),
    )
