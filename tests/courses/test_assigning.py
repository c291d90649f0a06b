"""A lead assigns a check."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import CheckAssignment
from courses.public import CannotAssign, assign_check, assignable_checks, assigned_rows
from people.public import Event, Organisation, Role, User, grant_membership
from scenarios.public import Assessment, Release
from tests.factories import make_organisation, make_person, make_released_case

TODAY = timezone.localdate
NEXT_WEEK = timedelta(days=7)


def test_each_person_is_asked_and_each_is_recorded(
    check: Release, trainee: User, organisation: Organisation, force_lead: User
) -> None:
    second = make_person(organisation=organisation)
    due = TODAY() + NEXT_WEEK
    asked = assign_check(
        people=[trainee, second], release=check, due_on=due, assigned_by=force_lead
    )
    assert asked == 2
    assert [
        (row.person_id, row.release, row.due_on, row.assigned_by)
        for row in assigned_rows([trainee.pk, second.pk])
    ] == [(person.pk, check, due, force_lead.get_full_name()) for person in (trainee, second)]
    events = Event.objects.filter(name="check.assigned")
    assert [event.payload for event in events] == [
        {"release": str(check.uuid), "due_on": due.isoformat()}
    ] * 2
    assert {event.organisation for event in events} == {organisation}


def test_asking_twice_keeps_the_first_date(check: Release, trainee: User, force_lead: User) -> None:
    first = TODAY() + NEXT_WEEK
    assign_check(people=[trainee], release=check, due_on=first, assigned_by=force_lead)
    again = assign_check(
        people=[trainee], release=check, due_on=first + NEXT_WEEK, assigned_by=force_lead
    )
    assert again == 0
    assert CheckAssignment.objects.get().due_on == first
    assert Event.objects.filter(name="check.assigned").count() == 1


def test_a_lead_of_the_whole_assigns_in_a_part(
    check: Release, organisation: Organisation, force_lead: User
) -> None:
    unit = make_organisation("X01-A", "Unit A", kind=Organisation.Kind.UNIT, under=organisation)
    person = make_person(organisation=unit)
    assert assign_check(people=[person], release=check, due_on=TODAY(), assigned_by=force_lead) == 1


def refused(words: str, **act: object) -> None:
    before = CheckAssignment.objects.count(), Event.objects.count()
    with pytest.raises(CannotAssign, match=words):
        assign_check(**act)
    assert (CheckAssignment.objects.count(), Event.objects.count()) == before


def test_another_organisations_people_are_refused_without_their_names(
    check: Release, trainee: User, other_trainee: User, force_lead: User
) -> None:
    act = {"people": [trainee, other_trainee], "release": check, "due_on": TODAY()}
    with pytest.raises(CannotAssign) as refusal:
        assign_check(**act, assigned_by=force_lead)
    assert refusal.value.reasons == ("1 person is not a trainee in an organisation you lead.",)
    assert other_trainee.last_name not in str(refusal.value)
    assert not CheckAssignment.objects.exists()


@pytest.mark.parametrize("actor", ["trainee", "trainer", "national_lead", "other_force_lead"])
def test_only_their_own_lead_assigns(
    check: Release, trainee: User, actor: str, request: pytest.FixtureRequest
) -> None:
    someone = request.getfixturevalue(actor)
    refused(
        "not a trainee in an organisation you lead",
        people=[trainee],
        release=check,
        due_on=TODAY(),
        assigned_by=someone,
    )


def test_a_past_date_an_empty_choice_and_a_practice_case_are_refused_together(
    practice: Release, force_lead: User
) -> None:
    with pytest.raises(CannotAssign) as refusal:
        assign_check(
            people=[],
            release=practice,
            due_on=TODAY() - timedelta(days=1),
            assigned_by=force_lead,
        )
    assert refusal.value.reasons == (
        "This case is not a check.",
        "The date is in the past. Choose today or a later day.",
        "Choose at least one person.",
    )


def test_a_closed_check_is_refused(check: Release, trainee: User, force_lead: User) -> None:
    Release.objects.update(state=Release.State.CLOSED)
    refused("closed", people=[trainee], release=check, due_on=TODAY(), assigned_by=force_lead)


def test_a_specimen_is_not_for_a_real_organisation(check: Release) -> None:
    real = make_organisation("R01", "A real one", is_invented=False)
    lead = make_person(role=Role.FORCE_LEAD, organisation=real)
    person = make_person(organisation=real, last_name="Realfield")
    refused(
        "Robin Realfield cannot sit this check: it is a specimen",
        people=[person],
        release=check,
        due_on=TODAY(),
        assigned_by=lead,
    )


def test_a_trainee_who_is_also_a_panellist_is_refused(
    check: Release, trainee: User, organisation: Organisation, force_lead: User
) -> None:
    grant_membership(person=trainee, role=Role.PANELLIST, organisation=organisation)
    refused(
        "trainer or panellist",
        people=[trainee],
        release=check,
        due_on=TODAY(),
        assigned_by=force_lead,
    )


def test_who_has_submitted_the_case_before_is_refused(
    check: Release, trainee: User, organisation: Organisation, force_lead: User, submit: Callable
) -> None:
    submit(trainee, check)
    assert Assessment.objects.filter(person=trainee).exists()
    refused(
        "has submitted this case before",
        people=[trainee],
        release=check,
        due_on=TODAY(),
        assigned_by=force_lead,
    )


def test_the_checks_to_choose_from_fit_the_organisation(
    check: Release, organisation: Organisation, practice: Release
) -> None:
    closed = make_released_case("check")
    Release.objects.filter(pk=closed.pk).update(state=Release.State.CLOSED)
    assert list(assignable_checks(organisation)) == [check]
    assert list(assignable_checks(make_organisation(is_invented=False))) == []
