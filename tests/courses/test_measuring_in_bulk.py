"""Simulated people take measures at once, and what was put in comes out."""

from datetime import timedelta
from statistics import NormalDist

import numpy as np
import pytest
from django.utils import timezone

from courses.models import Enrolment, Measure
from courses.selectors.gain import gains_in
from courses.selectors.measure_values import Figure
from courses.services.measuring_in_bulk import Taking, measure_for_all
from courses.services.reading import complete_lesson_for_all
from people.public import organisation_subtree
from scenarios.public import NotStartable
from scoring.public import Rater
from tests.factories import make_person
from tests.factories.courses import lessons_of, make_course
from tests.factories.measures import make_measured_course
from training_site.demo_measures import MeasuredPeople

pytestmark = pytest.mark.django_db
Point = Measure.Point
BEFORE, AFTER = Rater(shift=-0.35, spread=1.0), Rater(spread=0.5)


def share_exact(rater):
    """How often somebody sees the level 2 that the keys of these cases are, and that votes mean."""
    seen = NormalDist(2 + rater.shift, rater.spread)
    return 100 * (seen.cdf(2.5) - seen.cdf(1.5))


def take(course, people, point, rater, days_ago):
    return measure_for_all(
        course=course,
        point=point,
        takings=[
            Taking(
                person=person,
                first_form=at % 2,
                at=timezone.now() - timedelta(days=days_ago, minutes=60 - at),
                minutes=20,
                rater=rater,
                right=0.5,
                generator=np.random.default_rng([7, at, days_ago]),
            )
            for at, person in enumerate(people)
        ],
    )


def test_the_gain_that_was_put_in_is_found_again(organisation, force_lead):
    course = make_measured_course()
    people = [make_person(organisation=organisation, is_simulated=True) for _ in range(20)]
    take(course, people, Point.BASELINE, BEFORE, 60)
    for lesson in lessons_of(course):
        complete_lesson_for_all(people=people, lesson=lesson)
    finals = take(course, people, Point.FINAL, AFTER, 40)
    Enrolment.objects.update(finished_at=timezone.now() - timedelta(days=41))
    later = take(course, people[:10], Point.MONTH_1, AFTER, 5)
    assert [row.form for row in finals] == [1, 0] * 10
    assert [row.form for row in later] == [0, 1] * 5
    assert {row.drills.count() for row in finals} == {2}
    assert {row.drills.count() for row in later} == {0}
    (found,) = gains_in(organisation_subtree(organisation), viewer=force_lead)
    exact = next(row for row in found.changes if row.figure == Figure.EXACT)
    assert found.n == 20
    truth = share_exact(AFTER) - share_exact(BEFORE)
    assert truth == pytest.approx(32.1, abs=0.1)
    assert exact.change.low < truth < exact.change.high
    kept = next(row for row in found.later[0].changes if row.figure == Figure.EXACT)
    assert kept.change.low < 0 < kept.change.high


def test_a_course_without_forms_is_measured_by_nobody(organisation):
    course = make_course()
    person = make_person(organisation=organisation, is_simulated=True)
    assert take(course, [person], Point.BASELINE, BEFORE, 60) == []
    assert MeasuredPeople.of([], []).course is None
    assert not Measure.objects.exists()


def test_nobody_real_is_measured_in_bulk(organisation):
    course = make_measured_course()
    with pytest.raises(NotStartable):
        take(course, [make_person(organisation=organisation)], Point.BASELINE, BEFORE, 60)
    assert not Measure.objects.exists()
