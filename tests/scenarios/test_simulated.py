"""Simulated trainees go the way of a person, from the past, and only in invented organisations."""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from people.public import Role, User, grant_membership
from people.services.memberships import add_simulated_person, end_membership
from scenarios.models import Answer, Assessment
from scenarios.services.errors import NotStartable
from scenarios.services.simulated import CaseSimulator
from scoring.public import Rater, Result, UnitResult
from tests.factories import make_organisation, make_person, make_released_case

pytestmark = pytest.mark.django_db
AT = timezone.now() - timedelta(days=20)
AS_THE_PANEL = Rater(spread=0, recall=1, stray=0)


def simulated_person(organisation, number=1):
    return add_simulated_person(
        email=f"trainee{number}@demo.example",
        first_name="Sim",
        last_name=f"Trainee{number}",
        organisation=organisation,
    )


def attempt(person, release, seed=1, **changes):
    given = {
        "person": person,
        "rater": AS_THE_PANEL,
        "generator": np.random.default_rng(seed),
        "at": AT,
        "minutes": 30,
    }
    return CaseSimulator(release).attempt(**given | changes)


def test_an_attempt_is_answered_submitted_and_scored_on_its_day(organisation):
    release = make_released_case()
    person = simulated_person(organisation)
    made = attempt(person, release)
    made.refresh_from_db()
    assert made.started_at == AT
    assert made.submitted_at == AT + timedelta(minutes=30)
    assert (made.seconds, made.organisation, made.counts_in_figures) == (1800, organisation, True)
    assert made.receipt
    assert made.answers.count() == 12
    assert sum(row.seconds for row in made.answers.all()) <= 1800
    asked = set(made.stages.get().reasons_asked)
    assert {a.factor.code for a in made.answers.filter(reason__isnull=False)} == asked
    assert made.stages.get().interval is not None
    assert set(made.chosen_actions.values_list("action__code", "factor__code")) <= {
        ("planned_home_visit", "opportunity"),
        ("refer_programme", "interests"),
    }
    result = Result.objects.get(assessment=made.uuid)
    assert (result.created_at, result.exact_units) == (made.submitted_at, 11)


def test_the_same_seed_gives_the_same_answers(organisation):
    release = make_released_case()
    seen = []
    for number in (1, 2):
        made = attempt(simulated_person(organisation, number), release, seed=7, rater=Rater())
        rows = UnitResult.objects.filter(result__assessment=made.uuid).order_by("factor")
        seen.append(list(rows.values_list("level", "confidence", "evidence_extra")))
    assert seen[0] == seen[1]


def test_an_attempt_can_be_left_open(organisation):
    made = attempt(simulated_person(organisation), make_released_case(), answers=5)
    assert made.is_open
    assert Answer.objects.filter(assessment=made).count() == 5
    assert not Result.objects.exists()


@pytest.mark.parametrize("is_invented", [True, False])
def test_people_who_are_not_simulated_are_refused(is_invented):
    person = make_person(organisation=make_organisation("R01", is_invented=is_invented))
    with pytest.raises(NotStartable, match="Only simulated people"):
        attempt(person, make_released_case())
    assert not Assessment.objects.exists()


def test_a_simulated_person_without_an_organisation_is_refused(organisation):
    person = simulated_person(organisation)
    membership = grant_membership(person=person, role=Role.TRAINEE, organisation=organisation)
    end_membership(membership=membership)
    with pytest.raises(NotStartable):
        attempt(User.objects.get(pk=person.pk), make_released_case())


def test_a_simulated_person_whose_organisation_turns_out_real_is_refused(organisation):
    person = simulated_person(organisation)
    organisation.is_invented = False
    organisation.save()
    with pytest.raises(NotStartable):
        attempt(User.objects.get(pk=person.pk), make_released_case())
