"""A case is withdrawn later: figures of two days must not differ by fewer than ten people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Measure
from courses.selectors.gain import gains_in
from courses.selectors.measure_values import Figure
from courses.selectors.measured_tens import HeldBack
from people.public import Role, organisation_subtree
from scenarios.models import Release
from scenarios.services.ending import end_release
from tests.factories import make_cohort, make_person
from tests.factories.cases import make_released_case
from tests.factories.gains import Point, make_measured, make_measured_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured(db):
    return make_measured("ARMS foundations")


def look(organisation, viewer):
    (found,) = gains_in(organisation_subtree(organisation), viewer=viewer, cohorts_of=organisation)
    return found


def exact_gain(found):
    return next(each for each in found.changes if each.figure == Figure.EXACT).change.value


def withdraw_finals_of(people):
    """These people's finals were on a release of their own, and it is withdrawn."""
    own = make_released_case("anchor")
    Measure.objects.filter(person__in=people, point=Point.FINAL).update(release=own)
    by = make_person(role=Role.TRAINER, organisation=own.case_version.scenario.owner)
    end_release(release=own, to=Release.State.WITHDRAWN, by=by)


def test_the_ten_that_it_broke_is_left_out_and_nobody_moves_up(measured, organisation, force_lead):
    first = make_measured_people(measured, 10, organisation=organisation)
    later = timezone.now() - timedelta(days=20)
    make_measured_people(measured, 19, organisation=organisation, gain=4, at=later)
    assert look(organisation, force_lead).n == 20
    withdraw_finals_of(first[3:4])
    found = look(organisation, force_lead)
    assert (found.n, found.not_in.not_scored) == (10, 10)
    # The second ten as it was, without any of the nine who wait.
    assert exact_gain(found) == pytest.approx(490 / 11)
    make_measured_people(measured, 1, organisation=organisation, gain=4, at=timezone.now())
    assert look(organisation, force_lead).n == 20


def test_what_was_withdrawn_before_the_final_was_finished_takes_no_place(
    measured, organisation, force_lead
):
    """It was in nobody's figures, so no ten waits for it."""
    late, *_others = make_measured_people(measured, 11, organisation=organisation)
    withdraw_finals_of([late])
    assert look(organisation, force_lead).n == 0
    Measure.objects.filter(person=late, point=Point.FINAL).update(
        finished_at=timezone.now() + timedelta(hours=1)
    )
    assert look(organisation, force_lead).n == 10


def test_a_cohort_with_one_of_them_is_told_no_more(measured, organisation, force_lead):
    spring = make_measured_people(measured, 10, organisation=organisation)
    make_cohort(organisation, spring, "Spring")
    make_cohort(
        organisation, make_measured_people(measured, 10, organisation=organisation), "Autumn"
    )
    withdraw_finals_of(spring[:1])
    told = {one.name: one.held_back or one.n for one in look(organisation, force_lead).cohorts}
    assert told == {"Autumn": 10, "Spring": HeldBack.WITHDRAWN}
