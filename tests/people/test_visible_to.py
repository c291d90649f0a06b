"""Who sees which people, memberships, cohorts and organisations."""

import pytest
from django.contrib.auth.models import AnonymousUser

from people.public import Cohort, Membership, Organisation, Role, User, grant_membership
from tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(organisation: Organisation, supervisor: User, trainee: User) -> Cohort:
    cohort = Cohort.objects.create(organisation=organisation, name="Team", supervisor=supervisor)
    cohort.members.add(trainee)
    return cohort


def test_people(
    team: Cohort,
    organisation: Organisation,
    trainee: User,
    other_trainee: User,
    supervisor: User,
    force_lead: User,
    national_lead: User,
    administrator: User,
) -> None:
    colleague = make_person(role=Role.TRAINEE, organisation=organisation)
    everybody = {
        colleague, trainee, other_trainee, supervisor, force_lead, national_lead, administrator
    }  # fmt: skip
    expected = {
        trainee: {trainee},
        supervisor: {supervisor, trainee},
        force_lead: {force_lead, trainee, colleague},
        national_lead: {national_lead},
        administrator: everybody,
    }
    seen = {person: set(User.objects.visible_to(person)) for person in expected}
    assert seen == expected
    assert not User.objects.visible_to(AnonymousUser()).exists()


def test_memberships_are_seen_with_their_person(
    trainee: User, other_trainee: User, force_lead: User
) -> None:
    people = {one.person for one in Membership.objects.visible_to(force_lead)}
    assert people == {trainee, force_lead}


def test_who_moved_away_is_seen_by_the_new_lead_alone(
    trainee: User, other_organisation: Organisation, force_lead: User, other_force_lead: User
) -> None:
    grant_membership(person=trainee, role=Role.TRAINEE, organisation=other_organisation)
    assert trainee not in User.objects.visible_to(force_lead)
    assert trainee in User.objects.visible_to(other_force_lead)


def test_a_supervisor_who_moved_away_no_longer_sees_the_team(
    team: Cohort, supervisor: User, trainee: User, other_organisation: Organisation
) -> None:
    supervisor.memberships.update(organisation=other_organisation)
    assert set(User.objects.visible_to(supervisor)) == {supervisor}
    assert not Cohort.objects.visible_to(supervisor).exists()


def test_cohorts(
    team: Cohort,
    other_organisation: Organisation,
    supervisor: User,
    force_lead: User,
    trainee: User,
) -> None:
    Cohort.objects.create(organisation=other_organisation, name="Team")
    for person in (supervisor, force_lead):
        assert list(Cohort.objects.visible_to(person)) == [team]
    assert not Cohort.objects.visible_to(trainee).exists()


def test_organisations(
    organisation: Organisation,
    other_organisation: Organisation,
    trainee: User,
    force_lead: User,
    national_lead: User,
) -> None:
    unit = make_organisation("X01-EAST", kind="unit", under=organisation)
    expected = {
        trainee: {organisation},
        force_lead: {organisation, unit},
        national_lead: {organisation.parent, organisation, unit, other_organisation},
    }
    seen = {person: set(Organisation.objects.visible_to(person)) for person in expected}
    assert seen == expected
    assert not Organisation.objects.visible_to(AnonymousUser()).exists()
