"""A group's figures are those of its own counted results, and no one person can be worked out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from people.public import Role, grant_membership, organisation_subtree
from scoring.figures import group_figures, named_results
from scoring.models import Result
from tests.factories import (
    make_organisation,
    make_person,
    make_released_case,
    make_submitted,
    panel_data,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def check():
    """The key is level 2 on every factor of a scale of four."""
    return make_released_case("check", "TS-CHECK")


@pytest.fixture
def practice():
    return make_released_case("practice", "TS-PRACTICE")


def figures(organisation, use="check", *, retired=(), viewer=None):
    return group_figures(
        organisation_subtree(organisation),
        whole=["check"],
        in_tens=["practice"],
        retired=[release.uuid for release in retired],
        viewer=viewer.uuid if viewer else uuid4(),
    )[use]


def people(organisation, n):
    return [make_person(organisation=organisation) for _ in range(n)]


def by_factor(found):
    return {row.code: row.accuracy for row in found.by_factor}


def test_counts_by_factor_worked_by_hand(organisation, check):
    first, second = people(organisation, 2)
    make_submitted(first, check, opportunity=0, desist=3)
    make_submitted(second, check, opportunity=1, desist="not_enough")

    found = by_factor(figures(organisation, retired=[check]))
    opportunity, desist = found["opportunity"], found["desist"]

    assert (opportunity.people, opportunity.ratings, opportunity.exact) == (2, 2, 0)
    assert opportunity.within_one_percent == 50
    assert opportunity.chance_within_one_percent == 75
    assert opportunity.mean_signed == -1.5
    assert (opportunity.two_or_more_off, opportunity.missed_concerns) == (1, 1)
    assert opportunity.false_alarms == 0
    assert (desist.ratings, desist.levels, desist.mean_signed) == (2, 1, 1)
    assert desist.exact_percent == 0
    assert desist.within_one_percent == 50


def test_kinds_of_factor_have_totals_of_their_own(organisation, check):
    (person,) = people(organisation, 1)
    make_submitted(person, check, opportunity=0, desist=3, overall=1)
    by_kind = figures(organisation).by_kind
    assert {kind: of.ratings for kind, of in by_kind.items()} == {
        "risk": 7,
        "protective": 4,
        "overall": 1,
    }
    assert by_kind["risk"].mean_signed == pytest.approx(-2 / 7)
    assert by_kind["protective"].mean_signed == pytest.approx(1 / 4)
    assert by_kind["overall"].mean_signed == -1


def test_by_case_and_by_factor_are_of_the_same_ratings(organisation, check):
    other = make_released_case("check", "TS-OTHER")
    for person in people(organisation, 3):
        make_submitted(person, check, social=0)
        make_submitted(person, other, social=1)
    found = figures(organisation, retired=[check, other])
    by_factor = [row.accuracy for row in found.by_factor]
    by_case = [row.accuracy for row in found.by_case]
    for name in ("ratings", "exact", "within_one", "signed", "missed_concerns"):
        assert sum(getattr(of, name) for of in by_factor) == sum(
            getattr(of, name) for of in by_case
        )
    assert (found.people, found.cases) == (3, 2)
    assert {row.ref for row in found.by_case} == {"TS-CHECK", "TS-OTHER"}
    assert all(row.is_specimen for row in found.by_case)


def test_other_organisations_repeats_and_superseded_results_are_left_out(
    organisation, other_organisation, check
):
    make_submitted(people(organisation, 1)[0], check, social=1)
    before = figures(organisation)
    make_submitted(people(other_organisation, 1)[0], check, 0)
    make_submitted(people(organisation, 1)[0], check, 0, counts_reason="repeat")
    replaced = make_submitted(people(organisation, 1)[0], check, 0)
    Result.objects.filter(pk=replaced.pk).update(superseded_at=timezone.now())
    assert figures(organisation) == before


def test_figures_stay_where_the_person_was_at_submit(organisation, other_organisation, check):
    (person,) = people(organisation, 1)
    make_submitted(person, check)
    before = figures(organisation)
    grant_membership(
        person=person,
        role=Role.TRAINEE,
        organisation=other_organisation,
        valid_from=timezone.localdate() + timedelta(days=1),
    )
    assert figures(organisation) == before
    assert figures(other_organisation).people == 0


def test_a_parent_has_the_figures_of_what_is_below_it(organisation, check):
    unit = make_organisation("X01-U", "Northmoor unit", under=organisation)
    make_submitted(people(unit, 1)[0], check)
    assert figures(organisation) == figures(unit)


def test_practice_of_fewer_than_ten_people_has_no_figures(organisation, practice):
    for person in people(organisation, 9):
        make_submitted(person, practice)
    found = figures(organisation, "practice")
    assert (found.people, found.by_factor, dict(found.by_kind)) == (0, (), {})
    assert [row.accuracy for row in found.by_case] == [None, None, None]


def test_one_more_person_moves_no_practice_figure(organisation, practice):
    """Else the figures before and after would give that person's marks away."""
    for person in people(organisation, 10):
        make_submitted(person, practice)
    before = figures(organisation, "practice")
    assert before.people == 10
    for person in people(organisation, 9):
        make_submitted(person, practice, 0)
        assert figures(organisation, "practice") == before
    make_submitted(people(organisation, 1)[0], practice, 0)
    assert figures(organisation, "practice").people == 20


def test_a_practice_case_of_few_enters_no_total(organisation, practice):
    """Else the total less the other cases would be those few."""
    rare = make_released_case("practice", "TS-RARE")
    first, *_rest = group = people(organisation, 10)
    for person in group:
        make_submitted(person, practice)
    before = figures(organisation, "practice")
    make_submitted(first, rare, 0)
    after = figures(organisation, "practice")
    assert (after.by_factor, after.by_kind) == (before.by_factor, before.by_kind)


def test_a_parent_and_a_child_hold_the_same_tens(organisation, practice):
    """Else the first ten of one and of the other could differ by one person."""
    unit = make_organisation("X01-U", "Northmoor unit", under=organisation)
    make_submitted(people(organisation, 1)[0], practice, 0)
    for person in people(unit, 10):
        make_submitted(person, practice)
    found = figures(organisation, "practice")
    assert found == figures(unit, "practice")
    assert found.people == 10


def test_whole_tens_add_up_in_the_parent(organisation, practice):
    units = [make_organisation(f"X01-{n}", f"Unit {n}", under=organisation) for n in "AB"]
    for unit, n in zip(units, (10, 9), strict=True):
        for person in people(unit, n):
            make_submitted(person, practice)
    assert figures(organisation, "practice").people == 10
    make_submitted(people(units[1], 1)[0], practice)
    assert figures(organisation, "practice").people == 20


def test_a_check_of_fewer_than_ten_has_nothing_by_factor(organisation, check):
    for person in people(organisation, 9):
        make_submitted(person, check, opportunity=0)
    found = figures(organisation)
    assert len(found.by_factor) == 12
    assert set(by_factor(found).values()) == {None}
    assert found.by_kind["risk"].people == 9
    assert not found.by_kind["risk"].tells_the_key


def test_one_more_person_moves_no_check_figure_by_factor(organisation, check):
    for person in people(organisation, 10):
        make_submitted(person, check)
    before = figures(organisation)
    make_submitted(people(organisation, 1)[0], check, 0)
    after = figures(organisation)
    assert after.by_factor == before.by_factor
    assert by_factor(after)["opportunity"].people == 10
    assert after.by_kind["risk"].people == 11


def test_a_retired_check_holds_nothing_back(organisation, check):
    (person,) = people(organisation, 1)
    make_submitted(person, check, opportunity=0)
    found = figures(organisation, retired=[check])
    assert by_factor(found)["opportunity"].mean_signed == -2
    rows = [*found.by_factor, *found.by_case]
    assert not any(row.accuracy.tells_the_key for row in rows)


def test_another_case_being_retired_gives_nothing_away(organisation, check):
    """Those of the retired case are no part of a ten: nine of them would leave one person."""
    other = make_released_case("check", "TS-OTHER")
    group = people(organisation, 9)
    for person in group:
        make_submitted(person, other)
    make_submitted(group[0], check, opportunity=0)
    found = by_factor(figures(organisation, retired=[other]))["opportunity"]
    assert (found.people, found.ratings, found.signed) == (9, 9, 0)


def test_few_factors_of_a_case_tell_its_key_also_within_a_total(organisation, check):
    """The other cases have rows of their own, so the total would give these few away."""
    scored = {"opportunity", "desist"}
    split = {
        code: unit | {"ratings": ["0", "0", "1", "2", "3", "3"]}
        for code, unit in panel_data(check.key.framework)["units"].items()
        if code not in scored
    }
    few = make_released_case("check", "TS-FEW", **split)
    (person,) = people(organisation, 1)
    make_submitted(person, check)
    make_submitted(person, few)
    found = figures(organisation)
    assert found.by_kind["risk"].ratings == 8
    assert found.by_kind["risk"].tells_the_key
    assert not figures(organisation, retired=[few]).by_kind["risk"].tells_the_key


def test_the_viewers_own_attempt_is_in_no_figure(organisation, check, practice):
    group = people(organisation, 11)
    for person in group:
        make_submitted(person, check)
        make_submitted(person, practice)
    viewer, before = group[0], {}
    for use in ("check", "practice"):
        before[use] = figures(organisation, use, viewer=viewer)
        assert before[use].people == 10
        assert by_factor(before[use])["opportunity"].people == 10
    assert figures(organisation).people == 11


def test_practice_and_checks_are_never_mixed(organisation, check, practice):
    for person in people(organisation, 10):
        make_submitted(person, check)
    before = figures(organisation)
    for person in people(organisation, 10):
        make_submitted(person, practice, 0)
    assert figures(organisation) == before


def test_named_results_are_of_these_assessments_alone(organisation, other_organisation, check):
    (person,) = people(organisation, 1)
    result = make_submitted(person, check, opportunity=0, overall=1)
    make_submitted(people(other_organisation, 1)[0], check)
    found = named_results([result.assessment])
    assert list(found) == [result.assessment]
    named = found[result.assessment]
    assert (named.exact, named.scored, named.within_one) == (10, 11, 10)
    assert named.overall_matched is False


def test_the_number_of_queries_does_not_grow(
    organisation, check, practice, django_assert_num_queries
):
    for n in (1, 12):
        for person in people(organisation, n):
            make_submitted(person, check)
            make_submitted(person, practice)
        with django_assert_num_queries(6):
            figures(organisation)
