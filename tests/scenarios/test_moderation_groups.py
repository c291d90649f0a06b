"""Whose answers a moderation session shows: those of enough people, also by subtraction."""

import itertools

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.public import Role, grant_membership
from scenarios.models import Assessment
from scenarios.selectors.moderation_groups import Group, cases_done, groups_of, most_split_case
from scenarios.services.errors import ModerationRefused
from scenarios.services.moderation import open_session
from tests.factories import (
    make_cohort,
    make_group,
    make_lead,
    make_organisation,
    make_person,
    make_released_case,
    make_session,
    make_submitted,
    make_wrong_tool_case,
)
from tests.scenarios.journey import set_state

pytestmark = pytest.mark.django_db


def shown(group, holder):
    return [
        (case.release.case_version.scenario.ref, case.people) for case in cases_done(group, holder)
    ]


def people_shown(session):
    return set(session.assessments.values_list("person", flat=True))


@pytest.mark.parametrize(("done", "people"), [(4, []), (5, [5]), (9, [5]), (10, [10])])
def test_people_come_in_by_fives(done, people, practice, organisation, force_lead):
    make_group(practice, done, organisation=organisation)
    assert [n for _ref, n in shown(Group(organisation), force_lead)] == people


def test_the_first_five_to_submit_are_shown(practice, organisation, force_lead):
    people = make_group(practice, 7, organisation=organisation)
    session = make_session(practice, holder=force_lead, organisation=organisation)
    assert people_shown(session) == {person.pk for person in people[:5]}


def test_a_parent_adds_up_the_fives_of_those_below(practice, force_lead, organisation):
    below = make_organisation("X09", under=organisation)
    make_group(practice, 7, organisation=organisation)
    make_group(practice, 8, organisation=below)
    assert shown(Group(organisation), force_lead) == [("TS-PRACTICE", 10)]
    assert shown(Group(below), force_lead) == [("TS-PRACTICE", 5)]


def test_others_answers_are_no_part_of_it(practice, organisation, other_organisation, force_lead):
    make_group(practice, 4, organisation=organisation)
    make_group(practice, 5, organisation=other_organisation)
    assert shown(Group(organisation), force_lead) == []


def test_whoever_never_counts_is_left_out(practice, organisation, force_lead):
    make_group(practice, 4, organisation=organisation)
    trainer = make_person(role=Role.TRAINER, organisation=organisation)
    make_submitted(
        trainer, practice, organisation=organisation, counts_reason="trainer_or_panellist"
    )
    assert shown(Group(organisation), force_lead) == []


def test_whoever_holds_it_is_left_out_before_people_are_counted(practice, organisation):
    people = make_group(practice, 6, organisation=organisation)
    holder = people[0]
    grant_membership(person=holder, role=Role.FORCE_LEAD, organisation=organisation)
    session = make_session(practice, holder=holder, organisation=organisation)
    assert people_shown(session) == {person.pk for person in people[1:]}


@pytest.mark.parametrize(
    ("use", "state", "is_shown"),
    [
        ("practice", "open", True),
        ("practice", "closed", True),
        ("practice", "withdrawn", False),
        ("check", "open", False),
        ("check", "closed", False),
        ("check", "retired", True),
        ("anchor", "open", False),
    ],
)
def test_only_a_case_whose_levels_may_be_seen(use, state, is_shown, organisation, force_lead):
    release = make_released_case(use, "TS-1")
    for person in [make_person(organisation=organisation) for _ in range(5)]:
        make_submitted(person, release)
    set_state(release, state)
    assert bool(shown(Group(organisation), force_lead)) is is_shown
    if not is_shown:
        with pytest.raises(ModerationRefused):
            make_session(release, holder=force_lead, organisation=organisation)


def test_a_practice_case_whose_other_version_is_a_check_in_use_is_not_shown(
    practice, organisation, force_lead
):
    make_group(practice, 5, organisation=organisation)
    practice.pk, practice.use, kept = None, "check", practice.uuid
    practice.uuid = type(practice)._meta.get_field("uuid").default()
    practice._state.adding = True
    practice.save()
    assert kept != practice.uuid
    assert shown(Group(organisation), force_lead) == []


def test_a_case_for_which_arms_is_the_wrong_tool_has_nothing_to_show(organisation, force_lead):
    release = make_wrong_tool_case()
    for person in [make_person(organisation=organisation) for _ in range(5)]:
        make_submitted(person, release)
    assert shown(Group(organisation), force_lead) == []


def test_the_most_split_case_comes_first(organisation, force_lead):
    alike, split = make_released_case(ref="TS-1"), make_released_case(ref="TS-2")
    make_group(alike, 5, organisation=organisation, opportunity=2, social=2)
    make_group(split, 5, organisation=organisation)
    assert [ref for ref, _n in shown(Group(organisation), force_lead)] == ["TS-2", "TS-1"]
    assert most_split_case(organisation, force_lead).release == split


def test_groups_are_what_somebody_leads_or_trains_and_no_nation(
    organisation, other_organisation, force_lead, trainer, trainee, supervisor
):
    cohort = make_cohort(organisation, [trainee])
    make_cohort(other_organisation, [], "Not theirs")
    names = ["Northmoor Police", "Northmoor Police: Team A"]
    for person in (force_lead, trainer):
        assert [group.name for group in groups_of(person)] == names
    assert groups_of(trainee) == groups_of(supervisor) == []
    national = make_lead(organisation.parent)
    assert "England and Wales" not in [group.name for group in groups_of(national)]
    assert cohort in [group.cohort for group in groups_of(national)]


# Cohorts cut across the fives


def spread_over(release, organisation, places):
    """Nobody else's fives but those of 20 people, of whom some are in the cohort."""
    people = make_group(release, 20, organisation=organisation)
    return make_cohort(organisation, [people[at] for at in places])


def test_a_cohort_spread_over_the_fives_is_shown_whole(practice, organisation, force_lead):
    cohort = spread_over(practice, organisation, [0, 3, 6, 9, 12, 15])
    session = make_session(practice, holder=force_lead, organisation=organisation, cohort=cohort)
    assert people_shown(session) == set(cohort.members.values_list("pk", flat=True))


def test_of_a_cohort_that_is_nearly_a_five_only_the_five_is_shown(
    practice, organisation, force_lead
):
    cohort = spread_over(practice, organisation, [0, 1, 2, 3, 4, 7])
    session = make_session(practice, holder=force_lead, organisation=organisation, cohort=cohort)
    assert session.assessments.count() == 5


def test_a_cohort_that_differs_from_a_five_by_one_person_is_not_shown(
    practice, organisation, force_lead
):
    cohort = spread_over(practice, organisation, [0, 1, 2, 3, 7])
    assert shown(Group(organisation, cohort), force_lead) == []
    with pytest.raises(ModerationRefused, match="Fewer than 5"):
        make_session(practice, holder=force_lead, organisation=organisation, cohort=cohort)


def test_a_cohort_of_four_is_not_shown(practice, organisation, force_lead):
    cohort = spread_over(practice, organisation, [0, 6, 12, 18])
    assert shown(Group(organisation, cohort), force_lead) == []


def test_who_was_shown_together_is_shown_together_again(practice, organisation, force_lead):
    cohort = spread_over(practice, organisation, [0, 3, 6, 9, 12, 15])
    first = make_session(practice, holder=force_lead, organisation=organisation, cohort=cohort)
    newcomer = make_group(practice, 1, organisation=organisation)
    cohort.members.add(*newcomer)
    other = make_lead(organisation)
    again = make_session(practice, holder=other, organisation=organisation, cohort=cohort)
    assert people_shown(again) == people_shown(first)


def test_who_was_shown_together_and_is_parted_is_shown_no_more(practice, organisation, force_lead):
    cohort = spread_over(practice, organisation, [0, 3, 6, 9, 12, 15])
    make_session(practice, holder=force_lead, organisation=organisation, cohort=cohort)
    cohort.members.remove(cohort.members.first())
    assert shown(Group(organisation, cohort), make_lead(organisation)) == []


def test_somebody_in_two_cohorts_is_shown_with_one(practice, organisation, force_lead):
    one = spread_over(practice, organisation, [0, 3, 6, 9, 12, 15])
    people = list(one.members.order_by("pk"))
    others = list(Assessment.objects.exclude(person__in=people).order_by("submitted_at")[:14:2])
    two = make_cohort(organisation, [people[0], *(each.person for each in others)], "Team B")
    first = make_session(practice, holder=force_lead, organisation=organisation, cohort=one)
    second = make_session(practice, holder=force_lead, organisation=organisation, cohort=two)
    assert people_shown(first) & people_shown(second) == set()


def test_no_combination_of_sessions_and_tens_tells_of_fewer_than_five(practice, organisation):
    """Whatever cohorts there are: every sum and difference of what the site shows, tried."""
    people = make_group(practice, 15, organisation=organisation)
    rng = np.random.default_rng(3)
    in_order = list(Assessment.objects.order_by("submitted_at", "pk").values_list("pk", flat=True))
    sets = [set(in_order[:10]), set(in_order[:5]), set(in_order[:15])]
    for n in range(6):
        chosen = [people[at] for at in rng.choice(15, size=7, replace=False)]
        cohort = make_cohort(organisation, chosen, f"Team {n}")
        try:
            session = make_session(
                practice, holder=make_lead(organisation), organisation=organisation, cohort=cohort
            )
        except ModerationRefused:
            continue
        sets.append(set(session.assessments.values_list("pk", flat=True)))
    assert len(sets) > 3
    known = np.array([[pk in one for pk in in_order] for one in sets], dtype=float)
    rank = np.linalg.matrix_rank(known)
    for fewer in range(1, 5):
        for left_out in itertools.combinations(range(15), fewer):
            rest = np.delete(known, left_out, axis=1)
            assert np.linalg.matrix_rank(rest) == rank, left_out


def test_opening_is_the_same_once_and_twice(practice, organisation, force_lead):
    make_group(practice, 5, organisation=organisation)
    group = Group(organisation)
    first = open_session(by=force_lead, group=group, release=practice)
    assert open_session(by=force_lead, group=group, release=practice) == first


def test_listing_takes_as_many_queries_for_many_people_and_cases_as_for_few(
    organisation, force_lead
):
    counts = []
    for more in range(2):
        for release in [make_released_case() for _ in range(1 + 3 * more)]:
            people = make_group(release, 5 + 5 * more, organisation=organisation)
        cohort = make_cohort(organisation, people, f"Team {more}")
        for group in (Group(organisation), Group(organisation, cohort)):
            cases_done(group, force_lead)
            with CaptureQueriesContext(connection) as captured:
                assert cases_done(group, force_lead)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
