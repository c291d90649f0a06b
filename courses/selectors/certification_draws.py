"""The set that somebody can draw now, for the next step in My learning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from courses.drawing import n_drawable
from courses.models import Certification, CertificationRule, CoursePage
from courses.selectors.certification_bank import minutes_of_a_set, twins_of, unseen_checks
from courses.selectors.certification_sets import course_first_of, reason_to_wait
from courses.selectors.certification_standing import Standing
from people.public import User
from scenarios.public import Release


@dataclass(frozen=True)
class SetToDraw:
    """A set that can be drawn: under which rule, and about how long it takes."""

    standing: Standing
    rule: CertificationRule
    minutes: int

    @property
    def certification(self) -> Certification:
        return self.standing.certification


def set_to_draw(
    person: User, standings: Iterable[Standing], unfinished: Mapping[int, CoursePage]
) -> SetToDraw | None:
    """The first of these certifications, which are for the person, of which a set can be drawn now.

    ``unfinished`` are the published courses that they have still to finish, by id. Nothing is asked
    where nobody could draw one, and of the bank once for each number of ratings that a rule wants.
    """
    free = [one for one in standings if not (one.open_set or course_first_of(one, unfinished))]
    if not free:
        return None
    of = [one.certification.pk for one in free]
    rules = {
        rule.certification_id: rule
        for rule in CertificationRule.objects.filter(certification__in=of, is_in_force=True)
    }
    left: dict[int, list[Release]] = {}
    for standing in free:
        rule = rules.get(standing.certification.pk)
        if rule is None or reason_to_wait(standing, rule, None):
            continue
        minimum = rule.minimum_ratings
        if minimum not in left:
            left[minimum] = unseen_checks(person, standing.certification, minimum)
        if n_drawable(left[minimum], twins_of(left[minimum])) >= rule.n_cases:
            return SetToDraw(standing, rule, minutes_of_a_set(left[minimum], rule))
    return None
