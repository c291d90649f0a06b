"""Roles are given and given up by date, hold in the whole subtree, and are asked for cheaply."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.public import (
    Event,
    Membership,
    Organisation,
    Role,
    User,
    current_roles,
    grant_membership,
    has_role,
    is_never_counted,
    organisations_led_by,
    trainee_organisation,
    trainees_in,
)
from people.services.memberships import add_simulated_person, end_membership
from tests.factories import make_organisation, make_person

pytestmark = pytest.mark.django_db
YESTERDAY = timedelta(days=-1)
A_WEEK_AGO = timedelta(days=-7)


def today() -> date:
    return timezone.localdate()


def afresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_roles_cost_one_query_however_often_they_are_asked(
    trainee: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = afresh(trainee)
    with django_assert_num_queries(1):
        assert current_roles(person) == {Role.TRAINEE}
        assert has_role(person, Role.TRAINER, Role.TRAINEE)
        assert not has_role(person, Role.FORCE_LEAD)


def test_a_disabled_person_holds_no_role(trainer: User) -> None:
    trainer.is_active = False
    trainer.save()
    assert current_roles(afresh(trainer)) == frozenset()


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(-7, None, True), (0, 0, True), (-7, -1, False), (1, None, False), (1, 9, False)],
)
def test_a_membership_holds_from_its_first_day_to_its_last(
    organisation: Organisation, starts: int, ends: int | None, holds: bool
) -> None:
    person = make_person(role=None)
    Membership.objects.create(
        person=person,
        role=Role.TRAINER,
        organisation=organisation,
        valid_from=today() + timedelta(days=starts),
        valid_to=None if ends is None else today() + timedelta(days=ends),
    )
    assert has_role(person, Role.TRAINER) is holds


def test_granting_twice_is_the_same_as_once(organisation: Organisation, trainee: User) -> None:
    events = Event.objects.count()
    again = grant_membership(person=trainee, role=Role.TRAINEE, organisation=organisation)
    assert list(trainee.memberships.all()) == [again]
    assert Event.objects.count() == events


def test_an_ended_role_is_gone_at_once(trainer: User) -> None:
    assert has_role(trainer, Role.TRAINER)
    end_membership(membership=trainer.memberships.get())
    assert not has_role(afresh(trainer), Role.TRAINER)


def test_ending_keeps_the_last_day(organisation: Organisation) -> None:
    person = make_person(role=None)
    membership = grant_membership(
        person=person,
        role=Role.TRAINEE,
        organisation=organisation,
        valid_from=today() + A_WEEK_AGO,
    )
    end_membership(membership=membership)
    assert Membership.objects.get().valid_to == today() + YESTERDAY


def test_a_trainee_who_moves_belongs_to_the_new_organisation_alone(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    person = make_person(role=None)
    grant_membership(
        person=person, role=Role.TRAINEE, organisation=organisation, valid_from=date(2026, 1, 5)
    )
    grant_membership(person=person, role=Role.TRAINEE, organisation=other_organisation)

    assert trainee_organisation(person) == other_organisation
    assert list(trainees_in(organisation)) == []
    assert list(trainees_in(other_organisation)) == [person]


def test_the_database_refuses_two_open_trainee_memberships(
    trainee: User, other_organisation: Organisation
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            person=trainee,
            role=Role.TRAINEE,
            organisation=other_organisation,
            valid_from=today(),
        )


def test_a_lead_leads_the_whole_subtree_and_a_national_lead_none(
    organisation: Organisation, force_lead: User, national_lead: User, trainee: User
) -> None:
    unit = make_organisation("X01-EAST", kind="unit", under=organisation)
    assert set(organisations_led_by(force_lead)) == {organisation, unit}
    for person in (national_lead, trainee):
        assert not organisations_led_by(person).exists()


def test_trainers_and_panellists_are_never_counted_as_trainees(
    organisation: Organisation, other_organisation: Organisation, trainee: User
) -> None:
    for role in (Role.TRAINER, Role.PANELLIST):
        both = make_person(role=Role.TRAINEE, organisation=organisation)
        grant_membership(person=both, role=role, organisation=other_organisation)
        assert is_never_counted(both)
    assert not is_never_counted(trainee)
    assert list(trainees_in(organisation)) == [trainee]


def test_trainees_of_a_unit_are_trainees_of_the_force(organisation: Organisation) -> None:
    unit = make_organisation("X01-EAST", kind="unit", under=organisation)
    person = make_person(role=Role.TRAINEE, organisation=unit)
    assert list(trainees_in(organisation)) == [person]


def test_simulated_people_live_in_invented_organisations_only(organisation: Organisation) -> None:
    real = make_organisation("E1", is_invented=False)
    details = {"email": "sim1@simulated.example", "first_name": "Sim", "last_name": "One"}
    with pytest.raises(ValidationError, match="invented organisations only"):
        add_simulated_person(**details, organisation=real)
    assert not User.objects.exists()

    person = add_simulated_person(**details, organisation=organisation)
    assert add_simulated_person(**details, organisation=organisation) == person
    assert person.is_simulated
    assert not person.has_usable_password()
    with pytest.raises(ValidationError, match="invented organisations only"):
        grant_membership(person=person, role=Role.PANELLIST, organisation=real)


def test_an_e_mail_address_is_one_login_however_it_is_written() -> None:
    person = User.objects.create_user("Some.One@People.Example", first_name="Some", last_name="One")
    assert person.email == "some.one@people.example"
    assert User.objects.get_by_natural_key("SOME.ONE@people.example") == person


def test_groups_of_the_admin_follow_the_roles(trainee: User, organisation: Organisation) -> None:
    def groups() -> set[str]:
        return set(trainee.groups.values_list("name", flat=True))

    assert groups() == set()
    membership = grant_membership(person=trainee, role=Role.TRAINER, organisation=organisation)
    assert groups() == {"Trainers"}
    end_membership(membership=membership)
    assert groups() == set()
