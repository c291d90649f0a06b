"""How far a group agrees comes from the formulas of the core, over people who may be told of."""

import numpy as np
import pytest

from people.public import Organisation
from scoring.core import Estimate, Undefined
from scoring.core.agreement import (
    Metric,
    Weighting,
    alpha_over_scenarios,
    gwet_ac,
    krippendorff_alpha,
    weights,
)
from scoring.public import group_consistency
from tests.factories import make_organisation, make_person, make_released_case, make_submitted

pytestmark = pytest.mark.django_db

ORDERED = np.arange(4.0)


def found(viewer, use="check", organisation="X01", rulers=None, retired=()):
    return group_consistency(
        Organisation.objects.filter(code=organisation),
        whole=["check"],
        in_tens=["practice"],
        retired=retired,
        viewer=viewer.uuid,
        rulers=rulers or {},
    )[use]


def on(figures, code):
    return next(each.consistency for each in figures.by_factor if each.code == code)


@pytest.fixture
def ten(organisation):
    return [make_person(organisation=organisation) for _ in range(10)]


def submit_all(people, cases, levels, use="check", **more):
    """``levels[case][person]`` on opportunity; all else is level 2."""
    releases = [make_released_case(use, f"TS-{use}-{n}".upper()) for n in range(cases)]
    for release, row in zip(releases, levels, strict=True):
        for person, level in zip(people, row, strict=True):
            make_submitted(person, release, opportunity=level, **more)
    return releases


def test_figures_are_the_cores_own_of_the_same_counts(ten, force_lead):
    levels = [[0] * 5 + [1] * 5, [2] * 9 + [3], [1] * 10, [0, 1, 2, 3] * 2 + [1, 1], [3] * 10]
    submit_all(ten, 5, levels)
    counts = np.array([[row.count(level) for level in range(4)] for row in levels])
    of = on(found(force_lead), "opportunity")
    alpha = alpha_over_scenarios(
        counts,
        ORDERED,
        np.random.default_rng(0),
        scenarios=np.arange(5),
        metrics=[Metric.ORDINAL],
    )[Metric.ORDINAL]
    assert (of.people, of.cases, of.ratings) == (10, 5, 50)
    assert of.alpha.value == pytest.approx(alpha.value)
    assert of.alpha.low < of.alpha.value < of.alpha.high
    ac2 = gwet_ac(counts, weights(Weighting.ORDINAL, ORDERED))
    assert (of.ac2.value, of.ac2.se) == pytest.approx((ac2.value, ac2.se))


def test_below_four_cases_there_is_a_value_and_no_interval(ten, force_lead):
    submit_all(ten, 3, [[0] * 5 + [1] * 5, [2] * 10, [1] * 10])
    of = on(found(force_lead), "opportunity")
    assert isinstance(of.alpha, Estimate)
    assert (of.alpha.low, of.ac2.low, of.ac2.se) == (None, None, None)


def test_one_case_alone_has_no_alpha_since_nothing_can_vary_between_cases(ten, force_lead):
    submit_all(ten, 1, [[0] * 5 + [1] * 5])
    assert on(found(force_lead), "opportunity").alpha.reason == "too_few_cases"


def test_where_everybody_says_the_same_alpha_says_why_and_the_pairs_all_agree(ten, force_lead):
    submit_all(ten, 2, [[2] * 10, [2] * 10])
    of = on(found(force_lead), "social")
    assert isinstance(of.alpha, Undefined)
    assert of.exact.value == 100
    assert of.ac2.value == 1


def test_the_nations_ruler_is_used_where_it_is_given(ten, force_lead):
    levels = [[0] * 5 + [1] * 5, [2] * 9 + [3]]
    submit_all(ten, 2, levels)
    counts = np.array([[row.count(level) for level in range(4)] for row in levels])
    ruler = np.array([0.0, 1.0, 5.0, 6.0])
    of = on(found(force_lead, rulers={"check": {"opportunity": ruler}}), "opportunity")
    expected = krippendorff_alpha(counts, ORDERED, Metric.ORDINAL, ruler=ruler)
    assert of.alpha.value == pytest.approx(expected.value)
    assert of.alpha.value != pytest.approx(on(found(force_lead), "opportunity").alpha.value)


def test_people_enter_by_tens_and_fewer_have_no_figure(ten, organisation, force_lead):
    practice = make_released_case("practice", "TS-P")
    for person in ten[:9]:
        make_submitted(person, practice)
    assert found(force_lead, "practice").by_factor == ()
    make_submitted(ten[9], practice)
    assert on(found(force_lead, "practice"), "opportunity").people == 10
    make_submitted(make_person(organisation=organisation), practice, 0)
    assert on(found(force_lead, "practice"), "opportunity").ratings == 10


def test_another_organisations_people_and_ones_own_attempts_are_not_in_it(ten, force_lead):
    others = make_organisation("X02", "Harrowdale Police")
    (release,) = submit_all(ten, 1, [[1] * 10])
    for _n in range(10):
        make_submitted(make_person(organisation=others), release, 3)
    assert on(found(force_lead), "opportunity").ratings == 10
    assert found(ten[0]).by_factor == ()  # nine others are left


def test_an_answer_without_a_level_is_no_rating(ten, force_lead):
    submit_all(ten, 1, [["not_enough"] * 2 + [1] * 8])
    assert on(found(force_lead), "opportunity").ratings == 8


def test_where_under_five_of_ten_gave_a_level_nothing_is_said_of_them(ten, force_lead):
    submit_all(ten, 1, [["not_enough"] * 6 + [1] * 4])
    of = on(found(force_lead), "opportunity")
    assert (of.people, of.ratings) == (10, 0)
    assert {each.reason for each in (of.exact, of.within_one, of.alpha, of.ac2)} == {
        "too_few_raters"
    }


def test_by_case_all_factors_are_taken_together_without_the_overall_level(ten, force_lead):
    submit_all(ten, 2, [[0] * 10, [1] * 10])
    figures = found(force_lead)
    assert [case.ref for case in figures.by_case] == ["TS-CHECK-0", "TS-CHECK-1"]
    factors = [each for each in figures.by_factor if each.kind != "overall"]
    case = figures.by_case[0].consistency
    assert (case.cases, case.ratings) == (1, 10 * len(factors))
    assert case.ac2.low is None


def test_as_many_queries_for_many_people_as_for_few(
    organisation, force_lead, django_assert_num_queries
):
    release = make_released_case("check", "TS-MANY")
    for _n in range(10):
        make_submitted(make_person(organisation=organisation), release)
    with django_assert_num_queries(11):
        found(force_lead)
    for _n in range(20):
        make_submitted(make_person(organisation=organisation), release, 1)
    with django_assert_num_queries(11):
        found(force_lead)
