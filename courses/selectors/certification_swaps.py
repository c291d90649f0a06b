"""Which cases can still take the place of one of a set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.drawing import free_beside
from courses.models import CertificationSet, SetCase
from courses.selectors.certification_bank import twins_of, unseen_checks
from people.public import User
from scenarios.public import Release


@dataclass(frozen=True)
class Others:
    """The unseen cases that were never in a set, beside all cases that are or were in it."""

    rows: Sequence[SetCase]
    fresh: Sequence[Release]
    twins: Mapping[int, int]

    def beside(self, case: SetCase) -> list[Release]:
        """What stays in the set where this case leaves it."""
        return [row.release for row in self.rows if row.replaced_at is None and row.pk != case.pk]

    def has_one_for(self, case: SetCase) -> bool:
        """Whether another case can take the place of this one."""
        return bool(free_beside(self.beside(case), self.fresh, self.twins))


def others_for(person: User, of_set: CertificationSet) -> Others:
    """The same number of queries however many cases the set has and has had."""
    unseen = unseen_checks(person, of_set.certification, of_set.rule.minimum_ratings)
    rows = list(of_set.cases.select_related("release__case_version__scenario"))
    before = {row.release.case_version.scenario_id for row in rows}
    fresh = [one for one in unseen if one.case_version.scenario_id not in before]
    kept = [row.release for row in rows if row.replaced_at is None]
    return Others(rows=rows, fresh=fresh, twins=twins_of([*fresh, *kept]))
