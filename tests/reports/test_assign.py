"""Assigning a check: own people, an open check, a day to come; or words and nothing written."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from courses.public import CheckAssignment
from people.public import Cohort
from scenarios.public import Release
from tests.factories import make_organisation, make_person, make_released_case, make_submitted

pytestmark = pytest.mark.django_db

URL = "/reports/X01/assign/"


@pytest.fixture
def lead(client, force_lead):
    client.force_login(force_lead)
    return client


def typed(check, who="ticked", people=(), days=7, **changes):
    due = timezone.localdate() + timedelta(days=days)
    return {
        "release": str(check.uuid),
        "who": who,
        "people": [str(person.uuid) for person in people],
        "due_on_0": due.day,
        "due_on_1": due.month,
        "due_on_2": due.year,
        **changes,
    }


def assigned():
    return set(CheckAssignment.objects.values_list("person_id", flat=True))


def refused(response, *words):
    body = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error:" in body
    assert "There is a problem" in body
    for expected in words:
        assert expected in body
    return body


def test_ticked_people_are_assigned_once(lead, force_lead, trainees, check):
    data = typed(check, people=trainees[:2])
    response = lead.post(URL, data, follow=True)
    assert response.redirect_chain == [("/reports/X01/progress/?show=assigned", 302)]
    assert (
        '2 people are now assigned <span class="ref">TS-CHECK</span>' in response.content.decode()
    )
    again = lead.post(URL, data, follow=True).content.decode()
    assert '2 people had been assigned <span class="ref">TS-CHECK</span> before' in again
    assert assigned() == {person.pk for person in trainees[:2]}


def test_everybody_but_those_who_have_submitted_it(lead, trainees, check):
    make_submitted(trainees[0], check)
    lead.post(URL, typed(check, who="everybody"))
    assert assigned() == {person.pk for person in trainees[1:]}


def test_a_cohort(lead, organisation, trainees, check):
    cohort = Cohort.objects.create(organisation=organisation, name="Spring intake")
    cohort.members.set(trainees[3:5])
    assert "Spring intake (2 people)" in lead.get(URL).content.decode()
    lead.post(URL, typed(check, who=f"cohort-{cohort.pk}"))
    assert assigned() == {person.pk for person in trainees[3:5]}


def test_people_ticked_beside_a_group_are_asked_about_and_not_dropped(lead, trainees, check):
    body = refused(lead.post(URL, typed(check, who="everybody", people=trainees[:1])), "You ticked")
    (box,) = re.findall(rf'<input[^>]*value="{trainees[0].uuid}"[^>]*>', body)
    assert "checked" in box
    assert not assigned()


def test_nothing_is_chosen_beforehand(lead, trainees, check):
    assert "checked" not in lead.get(URL).content.decode()


def test_an_empty_form_names_what_is_missing(lead, trainees, check):
    refused(
        lead.post(URL, {}),
        "Choose a check.",
        "Enter the date it is due.",
        "Choose who is to sit it.",
    )
    assert assigned() == set()


def test_what_was_typed_is_kept(lead, trainees, check):
    body = refused(
        lead.post(URL, typed(check, people=trainees[:1], due_on_0="31", due_on_1="2")),
        "Enter a real date",
    )
    assert 'value="31"' in body
    assert body.count("checked") == 3
    assert assigned() == set()


def test_a_day_in_the_past(lead, trainees, check):
    refused(lead.post(URL, typed(check, people=trainees[:1], days=-1)), "The date is in the past")
    assert assigned() == set()


def test_ticking_nobody(lead, trainees, check):
    refused(lead.post(URL, typed(check)), "Tick at least one person.")


def test_people_of_another_organisation_are_refused_without_a_name(lead, trainees, check):
    foreigner = make_person(
        organisation=make_organisation("X02", "Harrowdale Police"), last_name="Zanzibarrow"
    )
    body = refused(
        lead.post(URL, typed(check, people=[trainees[0], foreigner])), "Choose only people"
    )
    assert "Zanzibarrow" not in body
    assert str(foreigner.uuid) not in body
    assert assigned() == set()


def test_a_cohort_of_another_organisation_is_refused(lead, trainees, check, other_organisation):
    cohort = Cohort.objects.create(organisation=other_organisation, name="Theirs")
    cohort.members.add(make_person(organisation=other_organisation))
    refused(lead.post(URL, typed(check, who=f"cohort-{cohort.pk}")), "Choose who is to sit it")
    assert assigned() == set()


@pytest.mark.parametrize("value", ["not-a-uuid", "00000000-0000-0000-0000-000000000000"])
def test_unknown_ids_are_form_errors(lead, trainees, check, value):
    refused(lead.post(URL, typed(check, release=value, people=trainees[:1])), "Choose a check")
    refused(lead.post(URL, typed(check) | {"people": [value]}), "Choose only people")


def test_closed_checks_and_practice_are_no_choice(lead, trainees, check, practice):
    Release.objects.filter(pk=check.pk).update(state=Release.State.CLOSED)
    for release in (check, practice):
        refused(lead.post(URL, typed(release, people=trainees[:1])), "Choose a check")
    assert assigned() == set()


def test_somebody_who_has_submitted_it_is_refused_by_name(lead, trainees, check):
    make_submitted(trainees[0], check)
    body = refused(lead.post(URL, typed(check, people=trainees[:2])), "has submitted this case")
    assert trainees[0].get_full_name() in body
    assert assigned() == set()


def test_a_specimen_is_not_offered_to_a_real_organisation(client):
    real = make_organisation("R01", "Real Police", is_invented=False)
    make_person(organisation=real)
    make_released_case("check", "TS-SPECIMEN")
    client.force_login(make_person(role="force_lead", organisation=real))
    body = client.get("/reports/R01/assign/").content.decode()
    assert "TS-SPECIMEN" not in body
    assert "There is no open check that people here can sit." in body
