"""Whether a course worked: who enters the figures, what they are, and that they tell of nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Measure
from courses.selectors.gain import gains_in
from courses.selectors.measure_values import Figure
from courses.selectors.measured_tens import HeldBack
from people.public import Organisation, Role, grant_membership, organisation_subtree
from scenarios.models import Release
from scoring.public import Result
from tests.factories import make_cohort, make_organisation, make_person
from tests.factories.gains import (
    Did,
    Point,
    make_measured,
    make_measured_people,
    measured_pair,
    write_measures,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def measured(db):
    return make_measured("ARMS foundations")


@pytest.fixture
def people(measured, organisation):
    return make_measured_people(measured, 10, organisation=organisation)


def look(organisation, viewer, **more):
    """The editions in an organisation and below it, as somebody sees them."""
    return gains_in(organisation_subtree(organisation), viewer=viewer, **more)


def of(changes, figure=Figure.EXACT):
    return next(each for each in changes if each.figure == figure)


def test_ten_people_have_the_gain_that_they_made(people, organisation, force_lead):
    (found,) = look(organisation, force_lead)
    exact = of(found.changes)
    # Those who had the first form first gained 2.4 of 11 factors, the others 3.4; both count alike.
    assert (found.n, exact.n) == (10, 10)
    assert exact.change.value == pytest.approx(100 * 2.9 / 11)
    assert exact.after - exact.before == pytest.approx(exact.change.value)
    assert exact.before == pytest.approx(100 * 4.9 / 11)
    assert of(found.changes, Figure.MINUTES).change.value == pytest.approx(0)
    assert of(found.changes, Figure.OVER_CONFIDENCE).before == pytest.approx(70 - exact.before)


def test_each_figure_is_read_from_its_own_part(measured, organisation, force_lead):
    done = []
    for at in range(10):
        person = make_person(organisation=organisation)
        before, after = measured_pair(person, 4, 7, first_form=at % 2)
        done += [
            replace(before, missed=2, minutes=40, right=False),
            replace(after, missed=1, minutes=25, right=at % 5 != 0),
        ]
    write_measures(measured, done)
    (found,) = look(organisation, force_lead)
    values = {each.figure: (each.before, each.after) for each in found.changes}
    assert values[Figure.MISSED] == pytest.approx((20 / 11, 10 / 11))
    assert values[Figure.MINUTES] == pytest.approx((40, 25))
    assert values[Figure.DRILLS] == pytest.approx((0, 80))
    # 70% sure: (0.7 - 1)^2 where exact, 0.7^2 where not.
    assert values[Figure.BRIER][0] == pytest.approx((4 * 0.09 + 7 * 0.49) / 11)


def test_nine_people_have_no_figure_and_the_eleventh_changes_nothing(
    measured, organisation, force_lead
):
    people = make_measured_people(measured, 9, organisation=organisation)
    assert look(organisation, force_lead) == []
    people += make_measured_people(measured, 1, organisation=organisation, first=9)
    cohort = make_cohort(organisation, people)
    ten = look(organisation, force_lead, cohorts_of=organisation)
    late = make_person(organisation=organisation)
    cohort.members.add(late)
    at = timezone.now()
    write_measures(measured, [replace(one, at=at) for one in measured_pair(late, 0, 11)])
    eleven = look(organisation, force_lead, cohorts_of=organisation)
    assert ten[0].n == 10
    assert eleven == ten


def test_a_figure_that_only_some_gave_waits_for_ten_of_them_and_in_a_cohort_too(
    measured, people, organisation, force_lead
):
    """One who says how sure they are among ten who do not would be all that is new in it."""
    late = [make_person(organisation=organisation) for _ in range(10)]
    make_cohort(organisation, people)
    before = look(organisation, force_lead)
    for at, person in enumerate(late):
        pair = measured_pair(person, 4, 6, first_form=at % 2)
        confidence = 90 if at == 0 else None
        write_measures(
            measured, [replace(one, confidence=confidence, at=timezone.now()) for one in pair]
        )
    (found,) = look(organisation, force_lead, cohorts_of=organisation)
    assert of(found.changes).n == 20
    assert of(found.changes, Figure.BRIER) == of(before[0].changes, Figure.BRIER)
    assert of(found.cohorts[0].changes, Figure.BRIER).n == 10


def test_a_lead_who_is_a_trainee_there_is_left_out_of_what_they_see(
    people, organisation, force_lead
):
    lead = people[0]
    grant_membership(person=lead, role=Role.FORCE_LEAD, organisation=organisation)
    assert look(organisation, force_lead)[0].n == 10
    assert look(organisation, lead) == []


def test_whoever_is_no_pair_of_one_edition_is_in_no_figure(
    measured, people, organisation, force_lead
):
    """Nor do they take a place in a ten: a raised edition, no final yet, nobody's figures."""
    before = look(organisation, force_lead)
    long_ago = timezone.now() - timedelta(days=400)
    crossed, began, declined, nobody = (make_person(organisation=organisation) for _ in range(4))
    first, last = (replace(one, at=long_ago) for one in measured_pair(crossed, 0, 11))
    write_measures(
        measured,
        [first, replace(last, edition=2), Did(began, at=long_ago)],
    )
    rows = write_measures(
        measured, [replace(one, at=long_ago) for one in measured_pair(nobody, 0, 11)]
    )
    Measure.objects.filter(pk__in=[row.pk for row in rows]).update(counted_in=None)
    Measure.objects.create(
        person=declined,
        course=measured.course,
        course_title="ARMS foundations",
        edition=1,
        point=Point.BASELINE,
        form=0,
        first_form=0,
        declined_at=timezone.now(),
    )
    assert look(organisation, force_lead) == before


def test_the_same_case_before_and_after_is_no_gain(measured, people, organisation, force_lead):
    """Where somebody swapped the forms in between, and did not raise the edition."""
    swapped = Measure.objects.filter(person=people[0], point=Point.FINAL)
    baseline = Measure.objects.get(person=people[0], point=Point.BASELINE)
    swapped.update(release=baseline.release)
    assert look(organisation, force_lead)[0].n == 0


def test_those_who_are_in_no_figure_are_counted_in_tens(measured, people, organisation, force_lead):
    waiting = [make_person(organisation=organisation) for _ in range(12)]
    write_measures(measured, [Did(person) for person in waiting])
    assert look(organisation, force_lead)[0].not_in.no_final_yet == 10
    for person in waiting[:3]:
        day = timezone.localdate() - timedelta(days=1)
        person.memberships.update(valid_from=day, valid_to=day)
    not_in = look(organisation, force_lead)[0].not_in
    assert (not_in.no_final_yet, not_in.left) == (0, 0)


def test_a_new_edition_is_figured_by_itself(measured, people, organisation, force_lead):
    make_measured_people(measured, 10, organisation=organisation, gain=4, edition=2)
    old, new = look(organisation, force_lead)[::-1]
    assert (old.edition, new.edition) == (1, 2)
    assert of(new.changes).change.value - of(old.changes).change.value == pytest.approx(200 / 11)


def test_ten_who_were_measured_and_are_no_ten_pairs_have_no_figure(
    measured, organisation, force_lead
):
    make_measured_people(measured, 9, organisation=organisation)
    write_measures(measured, [Did(make_person(organisation=organisation))])
    (found,) = look(organisation, force_lead)
    assert (found.n, of(found.changes).before) == (0, None)
    assert of(found.changes).change.reason.value == "too_few_people"


def test_a_withdrawn_case_takes_its_people_out_and_a_rescored_one_is_read_anew(
    measured, people, organisation, force_lead
):
    assert look(organisation, force_lead)[0].n == 10
    row = Measure.objects.filter(person=people[0], point=Point.FINAL).get()
    old = Result.objects.get(assessment=row.assessment)
    exact = of(look(organisation, force_lead)[0].changes).after
    values = {
        field.name: getattr(old, field.name)
        for field in Result._meta.concrete_fields
        if field.name not in ("id", "uuid")
    }
    Result.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
    Result.objects.create(**{**values, "method_version": "next", "exact_units": 11})
    assert of(look(organisation, force_lead)[0].changes).after > exact
    Release.objects.filter(pk=measured.anchors[0].pk).update(state=Release.State.WITHDRAWN)
    (found,) = look(organisation, force_lead)
    assert (found.n, found.not_in.not_scored) == (0, 10)


def test_a_parent_adds_whole_tens_of_those_below(measured, organisation, force_lead):
    one = make_organisation("X01-A", under=organisation)
    other = make_organisation("X01-B", under=organisation)
    make_measured_people(measured, 13, organisation=one)
    make_measured_people(measured, 9, organisation=other)
    (found,) = look(organisation, force_lead)
    assert found.n == 10
    assert found.changes == look(one, force_lead)[0].changes


def test_somebody_who_moved_is_one_pair_where_they_finished(measured, organisation, force_lead):
    other = make_organisation("X02", "Harrowdale Police")
    make_measured_people(measured, 9, organisation=organisation)
    mover = make_person(organisation=organisation)
    before, after = measured_pair(mover, 4, 6)
    write_measures(measured, [replace(before, counted_in=other), after])
    assert look(organisation, force_lead)[0].n == 10
    assert look(other, force_lead) == []


def test_which_form_is_harder_is_known_from_ten_people_in_either_order(
    measured, organisation, force_lead
):
    make_measured_people(measured, 10, organisation=organisation)
    assert of(look(organisation, force_lead)[0].changes).forms is None
    make_measured_people(measured, 10, organisation=organisation)
    # Those who went from the first form to the second gained one factor less.
    found = of(look(organisation, force_lead)[0].changes)
    assert found.forms.value == pytest.approx(-50 / 11)


def test_what_one_person_adds_to_an_order_of_the_forms_is_told_in_no_figure(
    measured, organisation, force_lead
):
    """Of a new ten one may have had them the other way round: all that is new on that side."""

    def exact():
        return of(look(organisation, force_lead)[0].changes)

    def add(one_way: int, other_way: int) -> None:
        now = timezone.now()
        for at, first_form in enumerate([0] * one_way + [1] * other_way):
            pair = measured_pair(
                make_person(organisation=organisation), 2, 9, first_form=first_form
            )
            write_measures(measured, [replace(one, at=now + timedelta(seconds=at)) for one in pair])

    make_measured_people(measured, 20, organisation=organisation)
    twenty = exact()
    add(9, 1)
    thirty = exact()
    assert (thirty.n, thirty.forms) == (30, twenty.forms)
    assert thirty.change != twenty.change
    add(1, 9)
    forty = exact()
    assert forty.n == 40
    assert forty.forms != twenty.forms


def test_what_is_left_later_is_of_those_who_came_back(measured, people, organisation, force_lead):
    # After one month to the case of the baseline, after three to that of the final again.
    write_measures(
        measured,
        [
            Did(
                person,
                Point.MONTH_1,
                at % 2,
                at % 2,
                exact=4 + at % 3 + 2 + at % 2 + at // 2 % 2 - (1 if at % 2 else 3),
            )
            for at, person in enumerate(people)
        ],
    )
    write_measures(
        measured,
        [
            Did(person, Point.MONTH_3, 1 - at % 2, at % 2, exact=4 + at % 3 + 1 + at % 2)
            for at, person in enumerate(people[:9])
        ],
    )
    (found,) = look(organisation, force_lead)
    month_1, month_3, month_6 = found.later
    assert (month_1.n, month_1.asked) == (10, 10)
    assert of(month_1.changes).change.value == pytest.approx(-200 / 11)
    assert (month_3.n, month_3.asked) == (0, 10)
    assert of(month_3.changes).change.reason.value == "too_few_people"
    assert (month_6.n, month_6.asked) == (0, 10)
    assert Figure.DRILLS not in {each.figure for each in month_1.changes}


def test_a_later_measure_on_another_case_is_compared_with_nothing(
    measured, people, organisation, force_lead
):
    other = make_measured("Another course")
    rows = write_measures(measured, [Did(person, Point.MONTH_1) for person in people])
    Measure.objects.filter(pk__in=[row.pk for row in rows]).update(release=other.anchors[0])
    assert look(organisation, force_lead)[0].later[0].n == 0


class TestCohorts:
    def told(self, organisation, lead):
        (found,) = look(organisation, lead, cohorts_of=organisation)
        return {one.name: one.held_back or one.n for one in found.cohorts}

    def test_a_ten_beside_ten_others_is_told(self, measured, organisation, force_lead):
        spring = make_measured_people(measured, 10, organisation=organisation, gain=4)
        make_measured_people(measured, 10, organisation=organisation)
        make_cohort(organisation, spring, "Spring intake")
        (found,) = look(organisation, force_lead, cohorts_of=organisation)
        (cohort,) = found.cohorts
        assert cohort.n == 10
        assert of(cohort.changes).change.value == pytest.approx(490 / 11)

    def test_what_is_left_over_is_never_fewer_than_ten(self, measured, organisation, force_lead):
        """Two of the first ten are no members: ten and their total would tell of these two."""
        first = make_measured_people(measured, 10, organisation=organisation)
        then = make_measured_people(measured, 10, organisation=organisation)
        make_cohort(organisation, [*first[:8], *then[:2]], "Mixed")
        make_cohort(organisation, then[3:], "Small")
        assert self.told(organisation, force_lead) == {
            "Mixed": HeldBack.THE_REST,
            "Small": HeldBack.TOO_FEW,
        }

    def test_those_who_wait_are_in_no_cohort_either(self, measured, organisation, force_lead):
        people = make_measured_people(measured, 19, organisation=organisation)
        make_cohort(organisation, people[9:], "Late")
        assert self.told(organisation, force_lead) == {"Late": HeldBack.TOO_FEW}

    def test_of_two_that_share_somebody_only_the_older_is_told(
        self, measured, organisation, force_lead
    ):
        """Their difference would be about the one who is in the first and the one in the other."""
        people = make_measured_people(measured, 30, organisation=organisation)
        make_cohort(organisation, people[:10], "Team B")
        make_cohort(organisation, [*people[1:10], people[10], *people[20:]], "Team A")
        assert self.told(organisation, force_lead) == {"Team A": HeldBack.SHARED, "Team B": 10}

    def test_everybody_in_one_cohort_leaves_nobody_over(self, people, organisation, force_lead):
        make_cohort(organisation, people, "All")
        assert self.told(organisation, force_lead) == {"All": 10}

    def test_a_cohort_is_cut_by_edition_before_it_is_told(self, measured, organisation, force_lead):
        """Ten members over two editions are ten of neither."""
        old = make_measured_people(measured, 20, organisation=organisation)
        new = make_measured_people(measured, 20, organisation=organisation, edition=2)
        make_cohort(organisation, [*old[:5], *new[:5]], "Across")
        found = look(organisation, force_lead, cohorts_of=organisation)
        assert [one.cohorts[0].held_back for one in found] == [HeldBack.TOO_FEW] * 2

    def test_cohorts_of_an_organisation_below_are_not_told_above(
        self, measured, organisation, force_lead
    ):
        unit = make_organisation("X01-A", under=organisation)
        people = make_measured_people(measured, 10, organisation=unit)
        make_cohort(organisation, people, "Of the force")
        assert self.told(organisation, force_lead) == {"Of the force": HeldBack.TOO_FEW}


def test_the_queries_are_as_many_for_one_as_for_fifty_and_for_a_nation(
    measured, organisation, force_lead, django_assert_num_queries
):
    make_measured_people(measured, 2, organisation=organisation)
    make_cohort(organisation, [make_person(organisation=organisation)])
    with django_assert_num_queries(8):
        look(organisation, force_lead, cohorts_of=organisation)
    other = make_organisation("X02", "Harrowdale Police")
    make_measured_people(measured, 10, organisation=other)
    make_cohort(organisation, make_measured_people(measured, 50, organisation=organisation), "B")
    with django_assert_num_queries(8):
        look(organisation, force_lead, cohorts_of=organisation)
    with django_assert_num_queries(7):
        gains_in(Organisation.objects.filter(is_invented=True), viewer=force_lead)


def test_deleted_courses_keep_their_figures_apart_though_they_share_a_title(
    measured, people, organisation, force_lead
):
    other = make_measured("ARMS foundations")
    make_measured_people(other, 10, organisation=organisation, gain=4)
    before = look(organisation, force_lead)
    measured.course.delete()
    other.course.delete()
    found = look(organisation, force_lead)
    assert {(one.title, one.is_deleted, one.n) for one in found} == {("ARMS foundations", True, 10)}
    assert [one.changes for one in found] == [one.changes for one in before]


def test_one_force_is_read_without_the_rows_of_another(measured, people, organisation, force_lead):
    def rows_read():
        with CaptureQueriesContext(connection) as asked:
            look(organisation, force_lead)
        return sum(rows_of(query["sql"]) for query in asked.captured_queries)

    before = rows_read()
    other = make_organisation("X02", "Harrowdale Police")
    make_measured_people(measured, 60, organisation=other)
    assert rows_read() == before
    assert before < 7 * 20


def rows_of(sql):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({sql}) AS asked")  # noqa: S608
        return cursor.fetchone()[0]
